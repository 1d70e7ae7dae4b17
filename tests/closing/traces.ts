import { randomUUID } from 'node:crypto'
import type { Learner } from '#accounts/credentials'
import { db, pool } from '#db'
import { hashed, newId } from '#ids'
import { accept, decline, notMine } from '#inbox/decisions'
import { revoke } from '#issuing/award'
import { publish } from '#sharing/publication'
import { clock } from '../support/app.ts'
import { call } from '../support/issuer-api.ts'
import { badgeOf, issuer } from '../support/people.ts'

/** One of everything that can name a learner, written now. */
export async function fillEverything({ id: accountId, name }: Learner, addresses: string[]) {
  const at = clock.now()
  const [address = '', other = ''] = addresses
  const typed = address.toUpperCase()
  const times = { createdAt: at, mailedAt: at }
  await db.account.update({
    where: { id: accountId },
    data: {
      shownName: name,
      identities: {
        create: { provider: 'GOOGLE', subject: `subject of ${accountId}`, label: address },
      },
      passkeys: {
        create: { id: newId(), name: `Phone of ${name}`, publicKey: Buffer.from('key') },
      },
      twoStep: { create: { secret: Buffer.from('secret'), confirmedAt: at } },
      recoveryCodes: { create: { codeHash: hashed(accountId) } },
      resets: { create: { id: newId(), createdAt: at } },
      newAddresses: {
        create: { id: newId(), address: `new.${other}`, typed: `new.${other}`, ...times },
      },
      devices: { create: { deviceHash: hashed(newId()), createdAt: at, lastUsedAt: at } },
      activity: { create: { id: newId(), kind: 'passkey-added', at, about: `Phone of ${name}` } },
      exports: {
        create: {
          ...{ id: newId(), askedAt: at, readyAt: at, size: 30 },
          parts: { create: { number: 1, bytes: Buffer.from(`data of ${name} ${address}`) } },
        },
      },
    },
  })
  const waiting = { id: newId(), name, address: other, typed: other, passwordHash: 'x', ...times }
  await db.signUp.create({ data: waiting })
  await db.signUp.create({
    data: { ...waiting, id: newId(), address, typed, confirmedAt: at, accountId },
  })
  await db.logInCode.create({ data: { id: newId(), address, typed, createdAt: at } })
  const session = { createdAt: at, touchedAt: at }
  const halfway = { accountId, by: 'password', at: +at, to: '/home' }
  const email = { canonical: other, typed: other }
  const visitor = { provider: 'google', subject: 's', name: 'x', email, isConfirmed: true }
  const visiting = { visitor, at: +at, to: '/home' }
  await db.session.create({ data: { id: newId(), data: { halfway }, ...session } })
  await db.session.create({ data: { id: newId(), data: { visiting }, ...session } })
  const mail = { subject: 's', html: 'h', source: 's', createdAt: at }
  await db.keptMail.create({ data: { id: newId(), to: other, text: 'Hello', ...mail } })
  await db.keptMail.create({
    data: { id: newId(), to: 'badges@board.example', text: `Not for ${address}.`, ...mail },
  })
  for (const payload of [{ address }, { eventId: newId(), alsoTo: other }])
    for (const [state, queue] of [
      ['completed', 'jobs'],
      ['created', 'set-aside'],
    ])
      await pool.query(
        `insert into pgboss.job (id, name, data, state, start_after, keep_until)
         values ($1, $2, $3, $4::pgboss.job_state, now() + interval '1 day', now() + interval '9 days')`,
        [randomUUID(), queue, { job: 'mail-reset', payload }, state],
      )
}

export interface Awards {
  key: string
  ids: Record<'held' | 'shown' | 'revoked' | 'waiting' | 'declined' | 'notMine' | 'deleted', string>
}

/** A badge in every state, awarded through the API to both addresses. */
export async function awardEverything(person: Learner, addresses: string[]): Promise<Awards> {
  const board = await issuer()
  const badge = await badgeOf(board, 'First Aid')
  await db.issuerStaff.create({ data: { issuerId: board.id, accountId: person.id } })
  const award = async (nth: number) => {
    const email = addresses[nth % addresses.length]
    const evidence = [{ narrative: `Made by ${person.name}, ${email}.` }]
    const body = { badge, email, name: person.name, evidence }
    const headers = { 'idempotency-key': `key-${nth}` }
    return String((await call(board.key, 'POST', '/awards', body, headers)).body['id'])
  }
  const [held = '', shown = '', revoked = '', waiting = '', declined = '', not = '', deleted = ''] =
    await Promise.all([0, 1, 2, 3, 4, 5, 6].map(award))
  const me = { ...person, addresses }
  for (const id of [held, shown, revoked, deleted]) await accept(me, id, clock.now())
  await publish(
    me,
    shown,
    { visibility: 'PUBLIC', showName: true, searchEngines: true },
    clock.now(),
  )
  await db.assertion.update({
    where: { id: shown },
    data: { tags: [`of ${person.name}`], searchText: person.name },
  })
  await revoke(board, revoked, `${person.name} asked for it`, clock.now())
  await decline(me, declined, clock.now())
  await notMine(not, clock.now())
  await db.assertion.update({
    where: { id: deleted },
    data: { ownerId: null, deletedAt: clock.now() },
  })
  for (const address of addresses)
    await db.unsubscription.create({ data: { address, issuerId: board.id } })
  return { key: board.key, ids: { held, shown, revoked, waiting, declined, notMine: not, deleted } }
}
