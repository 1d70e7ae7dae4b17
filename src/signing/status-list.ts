import { LRUCache } from 'lru-cache'
import { dataAnswer, type Answer } from '#answer'
import { db } from '#db'
import { NotFound } from '#errors'
import type { StatusList } from '#generated/prisma/client'
import { signCredential } from '#openbadges/credential/sign-credential'
import { writeStatusList } from '#openbadges/credential/write-status-list'
import { issuerUrl, statusListUrl } from './addresses.ts'
import { signingKey } from './keys.ts'
import { verificationMethodOf } from './public-keys.ts'

// To sign one takes some milliseconds. What it says is asked of the database each time, so that a
// badge that was taken back shows at once; only a list that says the very same is taken from here.
const lists = new LRUCache<string, Answer>({ max: 500 })

/** The signed list: which of its badges are taken back now. */
export async function openStatusList(issuerId: string, id: string): Promise<Answer> {
  const list = await db.statusList.findFirst({ where: { id, issuerId } })
  if (!list) throw new NotFound()
  const revoked = await revokedIn(id)
  const key = await signingKey(issuerId, 'ED25519')
  const said = `${id} ${key.id} ${revoked.map(({ statusIndex }) => statusIndex).join()}`
  const known = lists.get(said)
  if (known) return known
  const made = dataAnswer(await signed(list, revoked, key))
  lists.set(said, made)
  return made
}

interface Revoked {
  statusIndex: number
  revokedAt: Date
}

const revokedIn = (statusListId: string) => db.$queryRaw<Revoked[]>`
  SELECT "statusIndex", "revokedAt" FROM "Assertion"
  WHERE "statusListId" = ${statusListId} AND "revokedAt" IS NOT NULL ORDER BY "statusIndex"`

/** Dated by its last change, so that every process signs the same bytes. */
function signed(
  { id, issuerId, createdAt }: StatusList,
  revoked: Revoked[],
  key: Awaited<ReturnType<typeof signingKey>>,
) {
  const changedAt = new Date(Math.max(+createdAt, ...revoked.map(({ revokedAt }) => +revokedAt)))
  const list = writeStatusList({
    id: statusListUrl(issuerId, id),
    issuer: issuerUrl(issuerId),
    validFrom: createdAt,
    revoked: revoked.map(({ statusIndex }) => statusIndex),
  })
  const verificationMethod = verificationMethodOf(issuerId, key)
  return signCredential(list, { verificationMethod, privateKey: key.privateKey }, changedAt)
}
