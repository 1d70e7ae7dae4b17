import Bowser from 'bowser'

const longest = 512

/** "Firefox on Android", from what a browser says of itself: for people to tell devices apart. */
export function deviceName(userAgent: string | undefined): string {
  if (!userAgent) return 'Unknown device'
  const parsed = Bowser.parse(userAgent.slice(0, longest))
  const { browser, os } = parsed
  if (!browser.name && !os.name) return 'Unknown device'
  return [browser.name ?? 'A browser', os.name && `on ${os.name}`].filter(Boolean).join(' ')
}
