import { expect, test } from 'vitest'
import { db } from '#db'
import { makeExport } from '#my-data/make'
import { clock, startApp } from '../support/app.ts'
import { mailbox, soon } from '../support/mailbox.ts'
import { learner } from '../support/people.ts'
import { partsOf, unzip } from './unzip.ts'
import { everyState } from './wallet.ts'

startApp()

test('a try that died half-way leaves nothing behind in the one that is done again', async () => {
  const { maria } = await everyState()
  const id = `export${maria.id}`.slice(0, 25)
  await db.export.create({ data: { id, accountId: maria.id, askedAt: clock.now() } })
  const leftover = { exportId: id, bytes: Buffer.from('half of a file') }
  await db.exportPart.createMany({
    data: [0, 1, 7, 2_000_000_000].map((number) => ({ ...leftover, number })),
  })
  const job = { now: clock.now() }
  await Promise.all([makeExport({ exportId: id }, job), makeExport({ exportId: id }, job)])
  await makeExport({ exportId: id }, job)
  const parts = await partsOf(id)
  const { size } = await db.export.findUniqueOrThrow({ where: { id } })
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part.bytes)))
  expect(bytes).toHaveLength(Number(size))
  expect((await unzip(bytes)).size).toBe(5 + 3 * 5)
  await mailbox.mailTo(maria.addresses[0] ?? '')
  const ready = () =>
    mailbox.mailsTo(maria.addresses[0] ?? '').filter(({ subject }) => subject?.includes('ready'))
  await soon(() => (ready().length > 0 ? true : undefined), 'mail')
  expect(ready()).toHaveLength(1)
})

test('where the account or the wish for it is gone, nothing is made', async () => {
  const maria = await learner('Maria')
  await makeExport({ exportId: 'gone' }, { now: clock.now() })
  const id = `closed${maria.id}`.slice(0, 25)
  await db.export.create({ data: { id, accountId: maria.id, askedAt: clock.now() } })
  await db.account.update({ where: { id: maria.id }, data: { closesAt: clock.now() } })
  await makeExport({ exportId: id }, { now: clock.now() })
  expect(await partsOf(id)).toHaveLength(0)
})
