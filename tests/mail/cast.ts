import { db } from '#db'
import { newId } from '#ids'

const days = (count: number) => count * 86_400_000

export const now = new Date('2026-03-04T10:00:00Z')

interface Wording {
  issuer?: string
  badge?: string
  about?: string
}

/** An award as the API writes it, but for what no mail shows. */
export async function awardTo(address: string, { issuer, badge, about }: Wording = {}, at = now) {
  const issuerId = newId()
  const [issuerName, name] = [issuer ?? 'Cambridge English', badge ?? 'B2 First']
  await db.issuer.create({
    data: { id: issuerId, name: issuerName, url: 'https://c.example', email: 'badges@c.example' },
  })
  const picture = { create: { id: newId(), mediaType: 'image/png', original: Buffer.from('x') } }
  const achievement = await db.achievement.create({
    data: {
      id: newId(),
      name,
      description: about ?? 'Shows that you can use English. More about it here.',
      criteria: 'Pass the exam.',
      picture,
      issuer: { connect: { id: issuerId } },
    },
  })
  return db.assertion.create({
    data: {
      id: newId(),
      achievementId: achievement.id,
      issuerId,
      awardedAt: at,
      recipientAddress: address,
      recipientTyped: address,
      issuedOn: at,
      offerEndsAt: new Date(+at + days(180)),
      ...{ name, issuerName, searchText: name, sortName: name, sortIssuer: issuerName },
    },
  })
}

export function signUpWith(address: string, at = now) {
  const when = { createdAt: at, mailedAt: at }
  const data = { id: newId(), name: 'Ana', address, typed: address, passwordHash: 'x', ...when }
  return db.signUp.create({ data })
}

export function learnerWith(...addresses: string[]) {
  const confirmed = addresses.map((address, index) => ({
    ...{ address, typed: address, confirmedAt: new Date(+now + index) },
  }))
  return db.account.create({ data: { id: newId(), name: 'Ana', addresses: { create: confirmed } } })
}
