import { bakePng } from '#openbadges/bake-png'
import { bakeSvg } from '#openbadges/bake-svg'
import { drawn, ns } from './pictures.ts'

export const assertion = JSON.stringify({
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Assertion',
  id: 'https://p.test/1.json',
})

export const credential = JSON.stringify({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
})

/** Looks like a compact JWS; nobody signed it. */
export const jws = (payload: string) =>
  [`{"alg":"RS256"}`, payload, 'sig']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

export const png = (badges: Parameters<typeof bakePng>[1]) =>
  bakePng(drawn, badges) ?? Buffer.alloc(0)

export const svg = (badges: Parameters<typeof bakeSvg>[1]) =>
  bakeSvg(Buffer.from(`<svg ${ns}/>`), badges) ?? Buffer.alloc(0)
