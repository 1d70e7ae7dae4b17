import { keptCheck } from '#checking/kept-checks'
import { ourIssuerId } from '#checking/our-issuer'
import type { Tx } from '#db'
import type { Assertion, Import } from '#generated/prisma/client'
import type { BadgeData } from '#openbadges/badge-data'
import type { Verdict } from '#openbadges/check'
import { credentialIdsOf } from '#sharing/credential-ids'
import { storable } from '#text'
import { instant } from './fields.ts'

/** Where a badge is already: not at all, in the wallet, in an older form, or waiting on Home. */
export type Same =
  { is: 'new' } | { is: 'had' | 'newer-had' | 'newer' | 'truer' | 'waiting'; assertionId: string }

interface Looked {
  accountId: string
  addresses: string[]
  hash: string
  verdict: Verdict & { badge: BadgeData }
}

/** Finds the badge in the wallet, by its bytes or by what it is known by. */
export async function findSame(tx: Tx, looked: Looked, now: Date): Promise<Same> {
  return (await amongOurs(tx, looked, now)) ?? (await amongImports(tx, looked)) ?? { is: 'new' }
}

/** A badge of this site needs no copy of itself beside it. */
async function amongOurs(tx: Tx, { accountId, addresses, verdict }: Looked, now: Date) {
  const { badge } = verdict
  const issuerId = ourIssuerId(badge.issuer.id)
  if (issuerId === null) return null
  const theirs = [
    { ownerId: accountId },
    {
      recipientAddress: { in: addresses },
      decision: null,
      revokedAt: null,
      offerEndsAt: { gt: now },
    },
  ]
  const awards = await tx.assertion.findMany({
    where: { issuerId, OR: theirs },
    select: { id: true, publicKey: true, ownerId: true },
  })
  const id = known(badge.id)
  const found = awards.find((award) => id !== null && credentialIdsOf(award).includes(id))
  return (
    found && { is: isIn(found) ? ('had' as const) : ('waiting' as const), assertionId: found.id }
  )
}

const isIn = ({ ownerId }: Pick<Assertion, 'ownerId'>) => ownerId !== null

/**
 * Two are the same badge when its issuer's id and its own are equal; the later `validFrom` is the
 * newer one (OB 3.0 §10). What nothing proves takes the place of nothing, whatever it calls itself.
 */
async function amongImports(tx: Tx, { accountId, hash, verdict }: Looked): Promise<Same | null> {
  const mine = { assertion: { ownerId: accountId } }
  const bytes = await tx.import.findFirst({ where: { hash, ...mine } })
  if (bytes) return { is: 'had', assertionId: bytes.assertionId }
  const [credentialId, issuerId] = [known(verdict.badge.id), known(verdict.badge.issuer.id)]
  if (credentialId === null || issuerId === null) return null
  const same = await tx.import.findFirst({ where: { credentialId, issuerId, ...mine } })
  return same && { is: await compared(same, verdict), assertionId: same.assertionId }
}

/** What a badge is to the one in the wallet that calls itself the same. */
async function compared(same: Import, verdict: Looked['verdict']) {
  if (!isProven(verdict)) return 'had'
  const before = await keptCheck(same.hash)
  if (before && !isProven(before)) return 'truer'
  const order = +(stampOf(verdict.badge) ?? 0) - +(same.validFrom ?? 0)
  if (order === 0) return 'had'
  return order > 0 ? 'newer' : 'newer-had'
}

const stampOf = ({ validFrom, issuedOn }: BadgeData) => instant(validFrom ?? issuedOn)

/** Its proof holds, and is its issuer's as far as anybody can say. */
function isProven({ findings }: Verdict): boolean {
  const asked = findings.filter(({ question }) => ['proof', 'issuer'].includes(question))
  const holds = asked.some(({ question, outcome }) => question === 'proof' && outcome === 'passed')
  return holds && asked.every(({ outcome }) => outcome !== 'failed')
}

/** Percent-escapes undone once, and trimmed; capital letters stay (OB 3.0 §10). */
export function known(id: string | null): string | null {
  if (id === null) return null
  const trimmed = id.trim()
  try {
    return storable(decodeURIComponent(trimmed).trim())
  } catch {
    return storable(trimmed)
  }
}
