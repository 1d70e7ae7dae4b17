import type { Verdict } from '#openbadges/check'

/** Why there is nothing to show: what was handed in is no badge, or could not be had. */
export function troubleOf({ badge, findings }: Verdict): string | null {
  if (badge !== null) return null
  const codes = findings
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'unchecked')
    .map(({ code }) => code)
  return codes.map((code) => sentences[code]).find((one) => one !== undefined) ?? notABadge
}

const notABadge =
  'This is not a badge. Choose a PNG, SVG or JSON file from the organisation that gave you the badge'

const damaged = 'This file is damaged. Ask the organisation for the badge file again'

const unreachable =
  'We could not fetch this. Look at the address again, or use the badge file instead'

const sentences: Partial<Record<string, string>> = {
  'too-large': 'This is too large to be a badge. Choose the badge file itself',
  'baked-nothing':
    'There is no badge in this picture. A screenshot or a smaller copy has lost it. Use the file as you got it',
  'record-not-a-badge':
    'This is a learner record (CLR) with many achievements, and not one badge. We cannot take those yet',
  'not-a-single-badge':
    'This holds more than one badge, or something around one. Use the file of one badge by itself',
  'json-malformed': damaged,
  'png-damaged': damaged,
  'svg-damaged': damaged,
  'address-unreachable': unreachable,
  'address-not-found': 'There is no badge at this address. Look at the address again',
  'address-gone': 'The badge at this address was taken away for good by its issuer',
  'check-gave-up': 'This took too long to check. It may be made to do so',
}
