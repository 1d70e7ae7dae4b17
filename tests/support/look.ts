import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { site } from './app.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  id: string
  nodes: { html: string }[]
}

/** What must hold on any page: axe finds nothing, nothing overflows, and there is one h1. */
export async function look(page: Page) {
  // As the browser's own tools do: past the page's policy, which lets no script of ours in either.
  await page.evaluate(axe)
  const violations: Finding[] = await page.evaluate('axe.run().then(({ violations: all }) => all)')
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  const wide = await page.evaluate('document.documentElement.scrollWidth')
  const headings = await page.locator('h1').count()
  const right = { at: page.url(), found: [], wide: page.viewportSize()?.width, headings: 1 }
  expect({ at: page.url(), found, wide, headings }).toEqual(right)
}

/** Logs a real browser in with what one without scripts has. */
export function takeCookies(
  context: BrowserContext,
  { cookies }: { cookies: Map<string, string> },
) {
  return context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site })))
}
