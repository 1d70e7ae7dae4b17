import { randomBytes } from 'node:crypto'
import { db, type Tx } from '#db'
import { minutes } from '#durations'
import { hashed, newId } from '#ids'
import type { NewIssuer } from './forms.ts'

/** Who awards: an organisation, known by one of its keys. The one who acts in every issuing rule. */
export interface ActingIssuer {
  id: string
  name: string
}

/** Makes an issuer and its first key. The key is shown in this answer and never again. */
export function createIssuer(issuer: NewIssuer): Promise<{ id: string; key: string }> {
  return db.$transaction(async (tx) => {
    const id = newId()
    const { name, url, email } = issuer
    await tx.issuer.create({ data: { id, name, url, email: email.canonical } })
    return { id, key: await createKey(tx, id) }
  })
}

async function createKey(tx: Tx, issuerId: string): Promise<string> {
  const key = `bp_${randomBytes(32).toString('base64url')}`
  await tx.apiKey.create({ data: { id: newId(), issuerId, keyHash: hashed(key) } })
  return key
}

const useEvery = minutes(1)

/** Whose key this is, or null for anything that is not a living key. */
export async function issuerOfKey(key: string, now: Date): Promise<ActingIssuer | null> {
  const found = await db.apiKey.findUnique({
    where: { keyHash: hashed(key) },
    include: { issuer: true },
  })
  if (!found || found.revokedAt) return null
  if (!found.lastUsedAt || +now - +found.lastUsedAt > useEvery) {
    await db.apiKey.update({ where: { id: found.id }, data: { lastUsedAt: now } })
  }
  return { id: found.issuer.id, name: found.issuer.name }
}

/** For the command line, where the operator acts for an issuer. */
export function findIssuer(id: string): Promise<ActingIssuer | null> {
  return db.issuer.findUnique({ where: { id, foreignId: null }, select: { id: true, name: true } })
}

/** Who awards this badge; an issuer without any badge where there is none, so that nothing is found. */
export async function issuerOfBadge(badgeId: string): Promise<ActingIssuer> {
  const badge = await db.achievement.findUnique({
    where: { id: badgeId },
    include: { issuer: true },
  })
  return badge?.issuer ?? { id: '', name: '' }
}
