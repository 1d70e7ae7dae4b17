import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { db } from '#db'
import { startApp } from '../support/app.ts'
import { issuer, learner } from '../support/people.ts'

startApp()

/** Runs the command line as a process of its own, beside the running server. */
function staff(does: 'add' | 'remove', issuerId: string, email: string) {
  const words = ['staff', does, '--issuer', issuerId, '--email', email, '--json']
  return new Promise<{ code: number; answer: unknown }>((resolve) => {
    execFile(process.execPath, ['src/cli/wallet.ts', ...words], (error, out) => {
      const code = typeof error?.code === 'number' ? error.code : 0
      resolve({ code, answer: JSON.parse(out) })
    })
  })
}

test('the operator lets a person act for an issuer, and ends it', async () => {
  const maria = await learner('Maria')
  const email = maria.addresses[0] ?? ''
  const { id } = await issuer()
  const rows = () => db.issuerStaff.findMany({ where: { accountId: maria.id } })
  const notes = async () => {
    const found = await db.securityEvent.findMany({
      where: { accountId: maria.id, kind: { startsWith: 'staff' } },
      orderBy: { at: 'asc' },
    })
    return found.map(({ kind, about }) => [kind, about])
  }

  const added = { code: 0, answer: { issuer: id, email } }
  expect(await staff('add', id, ` ${email.toUpperCase()} `)).toEqual(added)
  expect(await rows()).toMatchObject([{ issuerId: id }])
  expect(await notes()).toEqual([['staff-added', 'Northfield Exam Board']])

  expect(await staff('remove', id, email)).toEqual(added)
  expect(await rows()).toEqual([])
  expect(await notes()).toContainEqual(['staff-removed', 'Northfield Exam Board'])
})

test('a mistake is named by its option and changes nothing', async () => {
  const { id } = await issuer()
  const email = (await learner('Maria')).addresses[0] ?? ''
  const before = await db.issuerStaff.count()
  const mistakes = await Promise.all([
    staff('add', 'nothing', email),
    staff('add', id, 'nobody@example.org'),
    staff('remove', id, email),
  ])
  const fields = ['issuer', 'email', 'email']
  expect(mistakes).toMatchObject(
    fields.map((field) => ({ code: 1, answer: { errors: [{ field }] } })),
  )
  expect(await db.issuerStaff.count()).toBe(before)
})
