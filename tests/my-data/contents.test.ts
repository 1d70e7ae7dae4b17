import sharp from 'sharp'
import { expect, test } from 'vitest'
import { db } from '#db'
import { unbakePng } from '#openbadges/unbake-png'
import { site, startApp } from '../support/app.ts'
import type { Browser } from '../support/browser.ts'
import { logIn } from '../support/people.ts'
import { copyFor, fetched, isSafe, tableIn, unzip } from './unzip.ts'
import { everyState } from './wallet.ts'

startApp()

type Data = Record<string, unknown> & { id: string }

async function unzipped(browser: Browser) {
  const { body } = await fetched(browser, await copyFor(browser))
  const files = await unzip(body)
  const textOf = (path: string) => files.get(path)?.toString() ?? `${path} is not there`
  const dataOf = (path: string) => JSON.parse(textOf(path)) as Data
  return { files, textOf, dataOf }
}

test('a copy holds the account, every badge as a table and as data, and a folder for each in the wallet', async () => {
  const { maria } = await everyState()
  const browser = await logIn(maria)
  const { files, textOf, dataOf } = await unzipped(browser)
  const paths = [...files.keys()]
  expect(paths.slice(0, 5)).toEqual([
    ...['README.txt', 'account.json', 'activity.csv', 'badges.csv', 'badges.json'],
  ])
  for (const path of paths) expect({ path, isSafe: isSafe(path) }).toEqual({ path, isSafe: true })
  expect(paths).toHaveLength(5 + 3 * 5)
  expect(textOf('README.txt')).toContain('CAN OTHER PEOPLE CHECK THESE BADGES?')

  expect(dataOf('account.json')).toMatchObject({
    name: 'Maria',
    language: 'en-GB',
    addresses: [{ address: maria.addresses[0], isMain: true }],
    emails: { newBadges: true, stoppedIssuers: [] },
    logIn: { hasPassword: true, providers: [], passkeys: [], secondStepSince: null },
    loggedIn: [{ device: 'Unknown device' }],
    knownDevices: [{}],
  })
  const activity = tableIn(textOf('activity.csv').slice(1))
  expect(activity[0]).toEqual(['when', 'what', 'about', 'device'])
  expect(activity.map(([, what]) => what)).toContain('You logged in')
  for (const [path, content] of files) {
    const { passwordHash } = await db.account.findUniqueOrThrow({ where: { id: maria.id } })
    expect([path, content.includes(passwordHash ?? '?')]).toEqual([path, false])
  }
})

test('the table has one line for each badge, in words, and no cell is a formula', async () => {
  const { maria, shown } = await everyState()
  const { textOf } = await unzipped(await logIn(maria))
  const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id: shown } })
  const [columns = [], ...rows] = tableIn(textOf('badges.csv').slice(1))
  expect(columns.join()).toBe(
    'name,issuer,issued,expires,status,visibility,public link,number,skills,tags,file',
  )
  const lines = rows.map((row) =>
    Object.fromEntries(columns.map((name, at) => [name, row[at] ?? ''])),
  )
  expect(lines.map(({ name, status }) => [name, status]).sort()).toEqual([
    [`'=cmd|"/C calc"!A0`, 'valid'],
    ['Declined', 'declined'],
    ['Taken Back', 'taken back'],
    ['Waiting', 'waiting'],
    ['شهادة / 英语', 'valid'],
  ])
  const line = lines.find(({ tags }) => tags)
  expect(line).toMatchObject({
    issuer: `'=HYPERLINK("http://evil.test")`,
    visibility: 'anyone with the link',
    'public link': `${site}/b/${publicKey}`,
    skills: 'a; b',
    tags: "'+school; exam",
    number: shown.slice(0, 10).toUpperCase(),
    file: `badges/${shown.slice(0, 10).toUpperCase()}-badge`,
  })
  expect(lines.find(({ name }) => name === 'Waiting')).toMatchObject({
    file: '',
    'public link': '',
  })
})

test('the data says what the issuer said, what became of it and what the learner added', async () => {
  const { maria, declined } = await everyState()
  const { textOf } = await unzipped(await logIn(maria))
  const badges = JSON.parse(textOf('badges.json')) as Data[]
  expect(badges).toHaveLength(5)
  expect(badges.find(({ name }) => name === 'شهادة / 英语')).toMatchObject({
    tags: ['+school', 'exam'],
    visibility: 'anyone with the link',
    showName: true,
    sentTo: { address: maria.addresses[0], name: 'Maria Rossi' },
    decision: { answer: 'ACCEPTED' },
  })
  expect(badges.find(({ number }) => number === declined.slice(0, 10).toUpperCase())).toMatchObject(
    {
      status: 'declined',
      decision: { answer: 'DECLINED' },
      folder: null,
    },
  )
})

test('a published badge comes as it stands on the site, in each form and inside its own picture', async () => {
  const { maria, shown } = await everyState()
  const { files, textOf } = await unzipped(await logIn(maria))
  const { publicKey, achievement } = await db.assertion.findUniqueOrThrow({
    where: { id: shown },
    include: { achievement: { include: { picture: true } } },
  })
  const folder = `badges/${shown.slice(0, 10).toUpperCase()}-badge`
  const at = async (door: string) => (await fetch(`${site}/b/${publicKey}${door}`)).text()
  const [credential, assertion] = [await at('.json'), await at('/assertion.json')]
  expect(textOf(`${folder}/badge.json`)).toBe(credential)
  expect(textOf(`${folder}/badge.jwt`)).toBe(await at('.jwt'))
  expect(textOf(`${folder}/assertion.json`)).toBe(assertion)
  const picture = files.get(`${folder}/picture.png`) ?? Buffer.alloc(0)
  expect(picture.equals(Buffer.from(achievement.picture.original))).toBe(true)
  const baked = files.get(`${folder}/baked.png`) ?? Buffer.alloc(0)
  expect(unbakePng(baked).badges).toEqual([
    { kind: 'credential', text: credential, how: 'plain' },
    { kind: 'assertion', text: assertion, how: 'plain' },
  ])
  const pixels = (png: Buffer) => sharp(png).raw().toBuffer()
  expect(await pixels(baked)).toEqual(await pixels(picture))
})

test('one that nobody else sees is signed in every version: it needs no address', async () => {
  const { maria, held, revoked } = await everyState()
  const { dataOf, textOf, files } = await unzipped(await logIn(maria))
  const folder = (id: string) =>
    [...files.keys()]
      .find((path) => path.includes(id.slice(0, 10).toUpperCase()))
      ?.split('/', 2)
      .join('/')
  const number = /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/
  expect(dataOf(`${folder(held)}/badge.json`).id).toMatch(number)
  const jws = textOf(`${folder(held)}/assertion.jws`)
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()
  const signed = JSON.parse(payload) as Data
  expect(signed).toMatchObject({
    id: dataOf(`${folder(held)}/badge.json`).id,
    verification: { type: 'SignedBadge' },
  })
  expect(textOf(`${folder(held)}/baked.svg`)).toContain(` verify="${jws}"`)
  // Signed badges do not change; a list of their issuer says which were taken back.
  expect(dataOf(`${folder(revoked)}/badge.json`)['credentialStatus']).toMatchObject({
    type: 'BitstringStatusListEntry',
  })
})
