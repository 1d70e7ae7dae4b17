import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const sheet = readFileSync(new URL('../../public/css/tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = sheet.split('@media (prefers-color-scheme: dark)')

/** Text that must be read (4.5:1), and edges that must be seen (3:1), on the grounds they stand on. */
const wanted: [ratio: number, front: string[], grounds: string[]][] = [
  [4.5, ['text', 'muted', 'link', 'bad', 'good', 'warn'], ['page', 'surface']],
  [4.5, ['text', 'link'], ['good-soft', 'bad-soft', 'warn-soft', 'info-soft']],
  [4.5, ['good'], ['good-soft']],
  [4.5, ['bad'], ['bad-soft']],
  [4.5, ['warn'], ['warn-soft']],
  [4.5, ['on-link'], ['link', 'link-strong']],
  [3, ['edge'], ['page', 'surface']],
  [3, ['ring'], ['ring-inner']],
]

for (const [theme, rules] of Object.entries({ light, dark })) {
  const pairs = wanted.flatMap(([ratio, fronts, grounds]) =>
    fronts.flatMap((front) => grounds.map((ground) => ({ ratio, front, ground }))),
  )
  test.each(pairs)(`${theme}: $front on $ground reaches $ratio`, ({ ratio, front, ground }) => {
    expect(contrast(token(rules, front), token(rules, ground))).toBeGreaterThanOrEqual(ratio)
  })
}

function token(rules: string, name: string) {
  const found = new RegExp(`--${name}: #([\\da-f]{3,6});`).exec(rules)?.[1]
  if (!found) throw new Error(`--${name} is missing`)
  return found.length === 3 ? found.replace(/./g, '$&$&') : found
}

// WCAG 2.2, "contrast ratio" and "relative luminance".
function contrast(one: string, other: string) {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

function luminance(hex: string) {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) => {
    const value = parseInt(hex.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
