import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import {
  cose,
  decodeAttestationObject,
  isoBase64URL,
  isoCBOR,
} from '@simplewebauthn/server/helpers'
import { note } from '#activity/activity'
import type { Learner } from '#accounts/credentials'
import { challengeLives } from '#accounts/lifetimes'
import { lockAccount } from '#accounts/account'
import { db } from '#db'
import { log } from '#log'
import { notAdded, type NewPasskey } from './forms.ts'
import type { Challenge } from './log-in.ts'
import { mostPasskeys } from './passkey.ts'
import { handleOf, thisSite } from './this-site.ts'

const { EdDSA, ES256, RS256 } = cose.COSEALG
const algorithms = [EdDSA, ES256, RS256]

/** Asks a browser to make a passkey, on a device that has none of this account yet. */
export async function askForNewPasskey(learner: Learner) {
  const excludeCredentials = await db.passkey.findMany({
    where: { accountId: learner.id },
    select: { id: true, transports: true },
  })
  return generateRegistrationOptions({
    rpID: thisSite.id,
    rpName: thisSite.name,
    userID: handleOf(learner),
    // By these, the browser's list of passkeys tells one account from another.
    userName: learner.addresses[0] ?? learner.name,
    userDisplayName: learner.shownName,
    timeout: challengeLives,
    attestationType: 'none',
    excludeCredentials,
    // It must be found without an address, and know its owner: it counts as two steps.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
}

const tooMany = `You have ${mostPasskeys} passkeys. Remove one before you add another`

/** Adds the passkey that a browser has made. Gives the mistake to tell, or null when it is added. */
export async function addPasskey(
  learner: Learner,
  { name, response }: NewPasskey,
  { challenge }: Challenge,
  device: string,
  now: Date,
): Promise<string | null> {
  const made = await verified(response, challenge)
  if (!made) return notAdded
  const accountId = learner.id
  return db.$transaction(async (tx) => {
    await lockAccount(tx, learner.id)
    if ((await tx.passkey.count({ where: { accountId } })) >= mostPasskeys) return tooMany
    const { count } = await tx.passkey.createMany({
      data: [{ ...made, accountId, name, createdAt: now }],
      skipDuplicates: true,
    })
    if (count === 0) return notAdded
    await note(tx, 'passkey-added', { accountId, device, about: name }, now)
    return null
  })
}

async function verified(answer: NewPasskey['response'], expectedChallenge: string) {
  const { response } = answer
  try {
    const attestationObject = withoutAttestation(response.attestationObject)
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...answer, response: { ...response, attestationObject } },
      expectedChallenge,
      expectedOrigin: thisSite.origin,
      expectedRPID: thisSite.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    const { id, publicKey, counter } = registrationInfo?.credential ?? {}
    // The id was checked where it came in; the one inside must be the same.
    if (id !== answer.id || !publicKey) return null
    return { id, publicKey, counter: counter ?? 0, transports: response.transports }
  } catch (error) {
    // The library throws for whatever is not as it must be.
    log.debug({ err: error }, 'a new passkey was refused')
    return null
  }
}

/**
 * Who made an authenticator is no matter to us, so we ask for no attestation and do not look at one
 * that comes all the same: its certificates name addresses that the library would fetch from.
 */
function withoutAttestation(attestationObject: string): string {
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData')
  const plain = new Map<string, string | Uint8Array | Map<string, never>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, never>()],
    ['authData', authData],
  ])
  return isoBase64URL.fromBuffer(isoCBOR.encode(plain))
}
