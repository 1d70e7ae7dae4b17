import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Learner } from '#accounts/credentials'
import { examine } from '#checking/examine'
import { add } from '#importing/add'
import { keepDraft } from '#importing/draft'
import { drawnPicture } from '#importing/picture'
import { signCredential } from '#openbadges/credential/sign-credential'
import { identityHash } from '#openbadges/identity-hash'
import { multikeyOf } from '#openbadges/multikey'

/** A badge that the learner brought from elsewhere: its issuer is known by nothing but a key. */
export async function addSwimming(learner: Learner, now: Date): Promise<void> {
  const text = await swimmingBadge(learner.addresses[0] ?? '')
  const { bytes, ...found } = await examine({ kind: 'text', text }, now)
  if (!found.verdict.badge || !bytes) throw new Error('the badge from elsewhere cannot be read')
  const picture = await drawnPicture(bytes, found.verdict, now)
  await add(learner, await keepDraft(learner, { ...found, bytes }, picture, now), now)
}

async function swimmingBadge(email: string): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = multikeyOf(publicKey)
  const picture = await readFile(new URL('demo/swimming.svg', import.meta.url), 'base64')
  const salt = randomUUID()
  const credential = {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ] as const,
    id: `urn:uuid:${randomUUID()}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: `did:key:${key}`, type: ['Profile'], name: 'Riverside Swimming Club' },
    validFrom: '2025-07-12T00:00:00Z',
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [
        {
          ...{ type: 'IdentityObject', identityType: 'emailAddress', hashed: true },
          ...{ identityHash: identityHash(email, salt), salt },
        },
      ],
      achievement: {
        ...{ id: 'urn:uuid:0f0f7ab5-3c5d-4f0c-8d5b-7f6a3c1b2d10', type: ['Achievement'] },
        name: 'Swimming: 400 Metres',
        description: 'Swims 400 metres without a stop, and helps somebody out of the water.',
        criteria: {
          narrative: 'Swam **400 metres** in the river, with a trainer beside the boat.',
        },
        image: { id: `data:image/svg+xml;base64,${picture}`, type: 'Image' },
        tag: ['sport', 'water'],
      },
    },
  }
  const signer = { verificationMethod: `did:key:${key}#${key}`, privateKey }
  return JSON.stringify(await signCredential(credential, signer, new Date('2025-07-12T00:00:00Z')))
}
