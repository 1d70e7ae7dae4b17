import type { FullBadge } from '#badges/facts'
import type { SignedForm } from '#generated/prisma/client'
import { signAssertion } from '#openbadges/assertion/sign-assertion'
import { writeAssertion } from '#openbadges/assertion/write-assertion'
import { signCredential } from '#openbadges/credential/sign-credential'
import { signJwt } from '#openbadges/credential/sign-jwt'
import { writeCredential, type CredentialStatus } from '#openbadges/credential/write-credential'
import { numberUrn } from '#sharing/credential-ids'
import {
  achievementImageUrl,
  achievementUrl,
  issuerUrl,
  keyUrl,
  revocationsUrl,
  statusListUrl,
} from './addresses.ts'
import { awardOf } from './award-of.ts'
import { signingKey, type OwnKey } from './keys.ts'
import { verificationMethodOf } from './public-keys.ts'

export interface Signed {
  id: string
  keyId: string
  text: string
}

/** Signs badges of one issuer with the key that it signs with now. */
export async function signWith(
  issuerId: string,
  badges: FullBadge[],
  form: SignedForm,
  now: Date,
): Promise<Signed[]> {
  const key = await signingKey(issuerId, form === 'CREDENTIAL' ? 'ED25519' : 'RSA')
  const write = writers[form]
  return Promise.all(
    badges.map(async (badge) => ({
      id: badge.id,
      keyId: key.id,
      text: await write(badge, key, now),
    })),
  )
}

const writers: Record<SignedForm, (badge: FullBadge, key: OwnKey, now: Date) => Promise<string>> = {
  CREDENTIAL: async (badge, key, now) => {
    const verificationMethod = verificationMethodOf(badge.issuerId, key)
    const credential = credentialOf(badge, statusEntry(badge))
    const signer = { verificationMethod, privateKey: key.privateKey }
    return JSON.stringify(await signCredential(credential, signer, now))
  },
  JWT: (badge, { id, privateKey }) =>
    signJwt(credentialOf(badge, revocationEntry(badge)), {
      kid: keyUrl(badge.issuerId, id),
      privateKey,
    }),
  ASSERTION: (badge, { id, privateKey }) => {
    const creator = `${keyUrl(badge.issuerId, id)}.json`
    const at = { ...badgeClassAddresses(badge), id: numberUrn(badge.id), image: null }
    return signAssertion(
      writeAssertion(awardOf(badge), at, { type: 'SignedBadge', creator }),
      privateKey,
    )
  },
}

function credentialOf(badge: FullBadge, status: CredentialStatus) {
  const at = {
    id: numberUrn(badge.id),
    subject: numberUrn(`subject of ${badge.id}`),
    achievement: achievementUrl(badge.achievementId),
    achievementImage: achievementImageUrl(badge.achievementId),
    issuer: issuerUrl(badge.issuerId),
  }
  return writeCredential(awardOf(badge), at, status)
}

/** The addresses of what was earned and of its issuer in Open Badges 2.0. */
export const badgeClassAddresses = ({ achievementId, issuerId }: FullBadge) => ({
  badge: `${achievementUrl(achievementId)}.json`,
  badgeImage: achievementImageUrl(achievementId),
  issuer: `${issuerUrl(issuerId)}.json`,
})

function statusEntry({ id, issuerId, statusListId, statusIndex }: FullBadge): CredentialStatus {
  if (statusListId === null || statusIndex === null) throw new Error(`${id} has no status entry`)
  const list = statusListUrl(issuerId, statusListId)
  return {
    id: `${list}#${statusIndex}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(statusIndex),
    statusListCredential: list,
  }
}

/** The schema takes one status only, so the two forms name one each: together they name both. */
const revocationEntry = ({ issuerId }: FullBadge): CredentialStatus => ({
  id: revocationsUrl(issuerId),
  type: '1EdTechRevocationList',
})
