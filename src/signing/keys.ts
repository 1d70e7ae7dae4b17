import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { LRUCache } from 'lru-cache'
import { forgetChecks } from '#checking/forget-checks'
import { db, type Tx } from '#db'
import { NotFound } from '#errors'
import type { KeyType, SigningKey } from '#generated/prisma/client'
import { newId } from '#ids'
import { open, seal } from '#sealed'

const purpose = 'signing keys'

const makePair = promisify(generateKeyPair)

/** A key that signs now. The private half stays in this process and goes into no answer. */
export interface OwnKey {
  id: string
  publicKey: KeyObject
  privateKey: KeyObject
}

/**
 * The key with which an issuer signs now: the newest of its type that nobody else has. It is made when
 * it is first needed; of several processes that make one at once, the first one's counts.
 */
export async function signingKey(issuerId: string, type: KeyType): Promise<OwnKey> {
  const found = await newest(db, issuerId, type)
  if (found) return opened(found)
  const made = await newKey(issuerId, type)
  return db.$transaction(async (tx) => {
    await lockKeys(tx, issuerId)
    const first = await newest(tx, issuerId, type)
    return opened(first ?? (await tx.signingKey.create({ data: made })))
  })
}

const newest = (tx: Tx, issuerId: string, type: KeyType) =>
  tx.signingKey.findFirst({
    where: { issuerId, type, compromisedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })

/** Issuers of badges from elsewhere have no keys: nobody here signs for them. */
async function lockKeys(tx: Tx, issuerId: string): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT id FROM "Issuer" WHERE id = ${issuerId} AND "foreignId" IS NULL FOR UPDATE`
  if (found.length === 0) throw new NotFound()
}

async function newKey(issuerId: string, type: KeyType) {
  const { publicKey, privateKey } =
    type === 'RSA'
      ? await makePair('rsa', { modulusLength: 2048 })
      : await makePair('ed25519', undefined)
  const id = newId()
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' })
  return {
    ...{ id, issuerId, type },
    publicJwk: publicKey.export({ format: 'jwk' }) as Record<string, string>,
    privateKey: seal(secret, purpose, id),
  }
}

// To open a key takes longer than to sign with it.
const keys = new LRUCache<string, OwnKey>({ max: 1_000 })

function opened({ id, privateKey: sealed }: SigningKey): OwnKey {
  const known = keys.get(id)
  if (known) return known
  const secret = open(sealed, purpose, id)
  const privateKey = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' })
  const key = { id, privateKey, publicKey: createPublicKey(privateKey) }
  keys.set(id, key)
  return key
}

/** New keys sign from now on. The old ones stay published: what they signed holds. */
export async function rotateKeys(issuerId: string): Promise<{ id: string; type: KeyType }[]> {
  const made = await Promise.all([newKey(issuerId, 'ED25519'), newKey(issuerId, 'RSA')])
  await db.$transaction(async (tx) => {
    await lockKeys(tx, issuerId)
    await tx.signingKey.createMany({ data: made })
  })
  return made.map(({ id, type }) => ({ id, type }))
}

/**
 * Somebody else may have this key: nothing that it signed counts any more. Badges that it signed are
 * signed anew when they are next asked for.
 */
export function giveUpKey(issuerId: string, keyId: string, now: Date): Promise<void> {
  return db.$transaction(async (tx) => {
    await tx.signingKey.updateMany({
      where: { id: keyId, issuerId, compromisedAt: null },
      data: { compromisedAt: now },
    })
    // What was found of badges that it signed is not to be relied on either.
    await forgetChecks(tx, { issuerId, signed: { some: { keyId } } })
    await tx.signedBadge.deleteMany({ where: { keyId, assertion: { issuerId } } })
    // A new version of this row: answers of its badges that are kept in memory hold no more.
    await tx.$executeRaw`UPDATE "Issuer" SET name = name WHERE id = ${issuerId}`
  })
}
