import { accessSync, constants } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const places = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return path !== ''
  } catch {
    return false
  }
}

const found = places.find(isProgram)

/** Whether browser tests can run. Where CI has no browser that is a failure, not a reason to skip. */
export const hasChromium = found !== undefined || process.env['CI'] !== undefined

if (!hasChromium) {
  process.stderr.write(
    'No Chromium here: the browser tests are skipped. Install it, or set CHROMIUM to its path.\n',
  )
}

/** A real browser. As root it runs without its own sandbox, which needs another user. */
export function openChromium(): Promise<Browser> {
  if (found === undefined)
    throw new Error('Chromium is missing, and CI does not skip browser tests')
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ]
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath: found, args: [...quiet, ...asRoot] })
}
