import { db, type Tx } from '#db'
import { hashed } from '#ids'

/** What a browser's secret is found by; one without a secret is found by nothing. */
export const hashOf = (device: string | undefined) => hashed(device ?? '')

/** What the tries of one browser at one account, or at one address, are counted under. */
export const countedAs = (whom: string, device: string | undefined) => `${whom} ${hashOf(device)}`

/** Whether this browser has logged in to this account before. */
export async function isKnown(accountId: string, device: string | undefined): Promise<boolean> {
  const deviceHash = hashOf(device)
  const found = await db.knownDevice.findUnique({
    where: { accountId_deviceHash: { accountId, deviceHash } },
  })
  return found !== null
}

/** The same by an address: in one query, so that one without an account takes no less time. */
export async function isKnownAt(address: string, device: string | undefined): Promise<boolean> {
  const account = { addresses: { some: { address } } }
  return (await db.knownDevice.count({ where: { deviceHash: hashOf(device), account } })) > 0
}

/** Remembers the browser for this account. True when it is new and others were known before. */
export async function remember(
  tx: Tx,
  accountId: string,
  device: string,
  now: Date,
): Promise<boolean> {
  const deviceHash = hashed(device)
  const { count } = await tx.knownDevice.updateMany({
    where: { accountId, deviceHash },
    data: { lastUsedAt: now },
  })
  if (count === 1) return false
  const others = await tx.knownDevice.count({ where: { accountId } })
  await tx.knownDevice.createMany({
    data: [{ accountId, deviceHash, createdAt: now, lastUsedAt: now }],
    skipDuplicates: true,
  })
  return others > 0
}

/** After a password was changed or reset, only the browser that did it is known. */
export async function forgetOthers(tx: Tx, accountId: string, device: string | undefined) {
  await tx.knownDevice.deleteMany({
    where: { accountId, deviceHash: { not: hashOf(device) } },
  })
}
