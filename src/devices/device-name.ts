import Bowser from 'bowser'

const longest = 512
const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/**
 * "Firefox on Android", from what a browser says of itself: for people to tell devices apart.
 * Known names only: whatever else it says could be a stranger's message in our mail.
 */
export function deviceName(userAgent: string | undefined): string {
  const { browser, os } = Bowser.parse(userAgent?.slice(0, longest) || 'none')
  const program = known(browser.name, browsers)
  const system = known(os.name, systems)
  if (program === null && system === null) return 'Unknown device'
  return `${program ?? 'A browser'}${system === null ? '' : ` on ${system}`}`
}

const known = (name: string | undefined, names: Set<string>) =>
  name !== undefined && names.has(name) ? name : null
