import { kindOf } from '#activity/events'
import type { Learner } from '#accounts/credentials'
import { db } from '#db'
import type { Prisma } from '#generated/prisma/client'
import { emailsOf } from '#settings/emails'

const pageSize = 500

// Named one by one: no password, key, secret or hash of one can slip in.
const selected = {
  name: true,
  shownName: true,
  passwordHash: true,
  language: true,
  createdAt: true,
  closesAt: true,
  addresses: {
    select: { typed: true, isMain: true, confirmedAt: true },
    orderBy: { confirmedAt: 'asc' },
  },
  newAddresses: { select: { typed: true, createdAt: true }, where: { isHidden: false } },
  identities: { select: { provider: true, label: true, createdAt: true, lastUsedAt: true } },
  passkeys: { select: { name: true, createdAt: true, lastUsedAt: true } },
  twoStep: { select: { confirmedAt: true } },
  sessions: { select: { device: true, createdAt: true, touchedAt: true } },
  devices: { select: { createdAt: true, lastUsedAt: true } },
  staffOf: { select: { issuer: { select: { name: true } }, createdAt: true } },
} satisfies Prisma.AccountSelect

/** The account without its badges: what `account.json` says. */
export async function accountFacts(learner: Learner) {
  const [account, emails] = await Promise.all([
    db.account.findUniqueOrThrow({ where: { id: learner.id }, select: selected }),
    emailsOf(learner),
  ])
  const { addresses, newAddresses, passwordHash, twoStep, sessions, staffOf, ...own } = account
  return {
    ...{ name: own.name, shownName: own.shownName, language: own.language },
    ...{ createdAt: own.createdAt, closesAt: own.closesAt },
    addresses: addresses.map(({ typed, ...rest }) => ({ address: typed, ...rest })),
    addressesWaiting: newAddresses.map(({ typed, createdAt }) => ({ address: typed, createdAt })),
    emails: {
      newBadges: emails.newBadges,
      stoppedIssuers: emails.stoppedIssuers.map(({ name }) => name),
    },
    logIn: {
      hasPassword: passwordHash !== null,
      providers: own.identities,
      passkeys: own.passkeys,
      secondStepSince: twoStep?.confirmedAt ?? null,
    },
    loggedIn: sessions.map(({ device, createdAt: since, touchedAt: lastSeenAt }) => ({
      ...{ device, since, lastSeenAt },
    })),
    knownDevices: own.devices,
    actsFor: staffOf.map(({ issuer, createdAt: since }) => ({ issuer: issuer.name, since })),
  }
}

export const activityColumns = ['when', 'what', 'about', 'device'] as const

/** What happened around the account, the newest first. */
export async function* activityRows({ id: accountId }: Learner): AsyncGenerator<string[]> {
  let cursor: { id: string } | undefined
  for (;;) {
    const events = await db.securityEvent.findMany({
      where: { accountId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      ...(cursor && { cursor, skip: 1 }),
      take: pageSize,
    })
    for (const { at, kind, about, device } of events)
      yield [at.toISOString(), kindOf(kind).says, about ?? '', device]
    const last = events.at(-1)
    if (!last || events.length < pageSize) return
    cursor = { id: last.id }
  }
}
