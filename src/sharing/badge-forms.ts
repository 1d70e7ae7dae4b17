import type { FullBadge } from '#badges/facts'
import { writeAssertion } from '#openbadges/assertion/write-assertion'
import { awardOf } from '#signing/award-of'
import { badgeClassAddresses } from '#signing/sign'
import { signedBadge, signedBadges } from '#signing/signed-badges'
import { bakedPng, bakedSvg, pictureOf } from './baked-picture.ts'
import { findReceived, isFromElsewhere, receivedForm } from './received-badge.ts'
import { publicUrl } from './share-links.ts'

/** 3.0 with an embedded proof, 3.0 as a VC-JWT, 2.0, and the picture with a badge of both versions inside. */
export type FormName = 'json' | 'jwt' | 'assertion' | 'png' | 'svg'

/** As what each goes out, where the caller does not ask for another name of the same. */
export const mediaTypes: Record<FormName, string> = {
  json: 'application/vc+ld+json',
  jwt: 'text/plain',
  assertion: 'application/ld+json',
  png: 'image/png',
  svg: 'image/svg+xml',
}

/**
 * A badge as others can check it; null for a form that it does not have. One from elsewhere goes out
 * as it came in, byte for byte.
 */
export async function badgeForm(
  badge: FullBadge,
  name: FormName,
  now: Date,
): Promise<Buffer | null> {
  if (isFromElsewhere(badge)) {
    const came = await findReceived(badge.id)
    return came && receivedForm(came, name)
  }
  return Buffer.from(await ownForms[name](badge, now))
}

const ownForms: Record<FormName, (badge: FullBadge, now: Date) => Promise<string | Buffer>> = {
  json: (badge, now) => signedBadge(badge, 'CREDENTIAL', now),
  jwt: (badge, now) => signedBadge(badge, 'JWT', now),
  assertion: assertionOf,
  png: async (badge, now) => bakedPng(await pictureOf(badge), await textsToBake(badge, now)),
  svg: async (badge, now) => bakedSvg(await pictureOf(badge), await textsToBake(badge, now)),
}

const textsToBake = async (badge: FullBadge, now: Date) => ({
  credential: await signedBadge(badge, 'CREDENTIAL', now),
  assertion: await assertionOf(badge, now),
})

/** Open Badges 2.0: where others see the badge it stands at its address; otherwise it has to be signed. */
function assertionOf(badge: FullBadge, now: Date): Promise<string> {
  const key = hostedUnder(badge)
  return key === null
    ? signedBadge(badge, 'ASSERTION', now)
    : Promise.resolve(hostedAssertion(badge, key))
}

const hostedUnder = ({ publicKey, visibility }: FullBadge): string | null =>
  visibility === 'ONLY_ME' ? null : publicKey

export const assertionUrl = (key: string) => `${publicUrl(key)}/assertion.json`

function hostedAssertion(badge: FullBadge, key: string): string {
  const own = { id: assertionUrl(key), image: `${publicUrl(key)}.png` }
  const at = { ...badgeClassAddresses(badge), ...own }
  return JSON.stringify(writeAssertion(awardOf(badge), at, { type: 'HostedBadge' }))
}

/** A badge of ours in each form that is text. */
export interface BadgeTexts {
  credential: string
  jwt: string
  assertion: string
}

/** The same for many badges of ours at once. */
export async function textsOf(badges: FullBadge[], now: Date): Promise<Map<string, BadgeTexts>> {
  const unhosted = badges.filter((badge) => hostedUnder(badge) === null)
  const credentials = await signedBadges(badges, 'CREDENTIAL', now)
  const jwts = await signedBadges(badges, 'JWT', now)
  const assertions = await signedBadges(unhosted, 'ASSERTION', now)
  const texts = new Map<string, BadgeTexts>()
  for (const badge of badges) {
    const key = hostedUnder(badge)
    const [credential, jwt] = [credentials.get(badge.id), jwts.get(badge.id)]
    const assertion = key === null ? assertions.get(badge.id) : hostedAssertion(badge, key)
    if (credential && jwt && assertion) texts.set(badge.id, { credential, jwt, assertion })
  }
  return texts
}
