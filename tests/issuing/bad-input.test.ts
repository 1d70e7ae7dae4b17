import { expect, test } from 'vitest'
import { db } from '#db'
import { startApp } from '../support/app.ts'
import { call, newBadge } from '../support/issuer-api.ts'
import { badgeOf, issuer } from '../support/people.ts'

startApp()

const wrongBadges: [string, string, object][] = [
  ['no name', 'name', { name: undefined }],
  ['an empty name', 'name', { name: '  ' }],
  ['a name with NUL', 'name', { name: 'a\0b' }],
  ['a name that is half a letter', 'name', { name: 'a\ud800' }],
  ['a name in two lines', 'name', { name: 'a\nb' }],
  ['a name ten times too long', 'name', { name: 'a'.repeat(1500) }],
  ['an operator for a name', 'name', { name: { not: '' } }],
  ['a list for a name', 'name', { name: ['a'] }],
  ['a picture that is none', 'image', { image: 'hello' }],
  ['a picture of another kind', 'image', { image: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }],
  ['an address as picture', 'image', { image: 'https://example.org/a.png' }],
  ['skills that are no list', 'skills', { skills: 'one' }],
  ['a number for a skill', 'skills.1', { skills: ['one', 2] }],
  [
    'a script for a link',
    'alignments.0.url',
    { alignments: [{ name: 'x', url: 'javascript:alert(1)' }] },
  ],
]

test.each(wrongBadges)(
  'a badge with %s is refused with its field, and nothing is stored',
  async (_what, field, change) => {
    const { key, id } = await issuer()
    const answer = await call(key, 'POST', '/badges', { ...newBadge, ...change })
    expect(answer).toMatchObject({
      status: 400,
      type: expect.stringContaining('application/problem+json'),
    })
    expect(answer.body.errors?.[0]?.field).toBe(field)
    expect(answer.body.errors?.[0]?.pointer).toBe(`#/${field.replaceAll('.', '/')}`)
    expect(await db.achievement.count({ where: { issuerId: id } })).toBe(0)
  },
)

const wrongAwards: [string, string, object][] = [
  ['a badge id with NUL', 'badge', { badge: 'a\0b' }],
  ['an operator for a badge', 'badge', { badge: { not: '' } }],
  ['two addresses', 'email', { email: 'a@x.test, b@x.test' }],
  ['a header', 'email', { email: 'a@x.test\r\nBcc: b@x.test' }],
  ['a display name', 'email', { email: 'Ana <a@x.test>' }],
  ['a quoted address', 'email', { email: '"a,b@y"@x.test' }],
  ['a group', 'email', { email: 'all: a@x.test;' }],
  ['a local part of 400 letters', 'email', { email: `${'a'.repeat(400)}@x.test` }],
  ['no address', 'email', { email: undefined }],
  ['a day that is none', 'issuedOn', { issuedOn: '2026-02-30' }],
  ['a date in another order', 'issuedOn', { issuedOn: '04/03/2026' }],
  ['a year far away', 'issuedOn', { issuedOn: '9999-01-01' }],
  ['an end before its start', 'expiresOn', { issuedOn: '2026-03-04', expiresOn: '2026-03-01' }],
  ['a number for a date', 'expiresOn', { expiresOn: 20260304 }],
  ['evidence without anything', 'evidence.0', { evidence: [{}] }],
  ['evidence on the disk', 'evidence.0.url', { evidence: [{ url: 'file:///etc/passwd' }] }],
  ['a language that is none', 'language', { language: '../en' }],
]

test.each(wrongAwards)(
  'an award with %s is refused with its field, and nothing is stored',
  async (_what, field, change) => {
    const { key, id } = await issuer()
    const right = { badge: await badgeOf({ id, name: '' }), email: 'ana@example.org' }
    const answer = await call(key, 'POST', '/awards', { ...right, ...change })
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.map((error) => error.field)).toContain(field)
    expect(await db.assertion.count({ where: { issuerId: id } })).toBe(0)
  },
)

test.each([
  ['broken JSON', '{"badge":', 400],
  ['JSON of 30,000 levels', '['.repeat(30_000) + ']'.repeat(30_000), 400],
  ['a list', '[]', 400],
  ['null', 'null', 400],
  ['4 MiB', JSON.stringify({ badge: 'a'.repeat(4 * 1024 * 1024) }), 413],
])('%s gets a clear 4xx', async (_what, body, status) => {
  const { key } = await issuer()
  const answer = await call(key, 'POST', '/awards', body)
  expect(answer).toMatchObject({
    status,
    type: expect.stringContaining('application/problem+json'),
  })
})

test('a form is not taken for JSON', async () => {
  const { key } = await issuer()
  const answer = await call(key, 'POST', '/awards', 'badge=x', {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(answer.status).toBe(415)
})
