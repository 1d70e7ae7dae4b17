import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimToken } from '#accounts/tokens'
import { db } from '#db'
import { newId } from '#ids'
import { startApp } from '../support/app.ts'
import { Browser, type Page } from '../support/browser.ts'
import { awarded, badgeOf, issuer, learner, logIn, password } from '../support/people.ts'
import { likeliness } from '../support/timing.ts'

// Nobody learns from an answer, its headers or its time whether an address has an account.

startApp()

const pairs = 50
const unknownAddress = () => `nobody.${newId().slice(0, 6)}@example.org`
let known: string[]
let adding: Browser
let board: Awaited<ReturnType<typeof issuer>>
let badge: string

interface Door {
  /** What went before, such as the mail with the link. */
  prepare?: (address: string) => Promise<Ready>
  ask: (address: string, ready: Ready) => Promise<Page>
}

interface Ready {
  browser: Browser
  link: string
}

const doors: Record<string, Door> = {
  'log in': {
    ask: (email) => new Browser().post('/log-in', { email, password: 'not the right one' }),
  },
  'sign up': {
    ask: (email) => new Browser().post('/sign-up', { name: 'Ana', email, password }),
  },
  'get the email again': {
    prepare: async (email) => {
      const browser = new Browser()
      await browser.post('/sign-up', { name: 'Ana', email, password })
      return { browser, link: '' }
    },
    ask: (_email, { browser }) => browser.post('/confirm/send-again'),
  },
  'choose a new password': { ask: (email) => new Browser().post('/forgot-password', { email }) },
  'get a code': { ask: (email) => new Browser().post('/log-in/code', { email }) },
  'type a wrong code': {
    prepare: async (email) => {
      const browser = new Browser()
      await browser.post('/log-in/code', { email })
      return { browser, link: '' }
    },
    ask: (_email, { browser }) => browser.post('/log-in/code/enter', { code: 'ZZZZZZ' }),
  },
  'add an address': { ask: (email) => adding.post('/settings/addresses/add', { email }) },
  'open a claim': {
    prepare: async (email) => {
      const id = await awarded(board, badge, { email })
      const award = await db.assertion.findUniqueOrThrow({ where: { id } })
      return { browser: new Browser(), link: `/claim/${claimToken(award)}` }
    },
    ask: (_email, { browser, link }) => browser.get(link),
  },
}

beforeAll(async () => {
  const people = await Promise.all(
    Array.from({ length: pairs }, (_, index) => learner(`Nobody ${index}`)),
  )
  known = people.map(({ addresses }) => addresses[0] ?? '')
  adding = await logIn(await learner('Maria'))
  board = await issuer()
  badge = await badgeOf(board)
})

// So many tries are not for one person, and not what is tested here.
const forgetTries = () => db.rateLimit.deleteMany()

afterAll(forgetTries)

/** What is left when the address and the secrets of one browser are taken out. */
function bare({ status, headers, text, location }: Page, address: string, { link }: Ready) {
  const secrets = ['date', 'set-cookie', 'content-length', 'location']
  const masked = `${address[0]}***${address.slice(address.indexOf('@'))}`
  const page = text
    .replaceAll(address, 'ADDRESS')
    .replaceAll(masked, 'MASKED')
    .replaceAll(link.slice('/claim/'.length) || 'no claim', 'CLAIM')
    .replace(/name="_csrf" value="[^"]+"/g, '')
    .replace(/\/pictures\/\w+\/\w+/g, 'PICTURE')
    .replace(/[a-z0-9]{25}/g, 'ID')
    .replace(/(Badge number<\/dt><dd[^>]+>)[A-Z0-9]{10}/, '$1NUMBER')
  return {
    status,
    page,
    location: location?.replace(/[a-z0-9]{25}/, 'ID'),
    cookies: headers.getSetCookie().map((line) => line.replace(/=[^;]+/, '=…')),
    headers: [...headers].filter(([name]) => !secrets.includes(name)),
  }
}

const nothing = { browser: new Browser(), link: '' }

describe.each(Object.entries(doors))('to %s', (_what, { prepare, ask }) => {
  const readyFor = async (address: string) => (await prepare?.(address)) ?? nothing

  test('gives the same bytes for a known and an unknown address', async () => {
    await forgetTries()
    const answers = [known[0] ?? '', unknownAddress()].map(async (address) => {
      const ready = await readyFor(address)
      return bare(await ask(address, ready), address, ready)
    })
    const [yes, no] = await Promise.all(answers)
    expect(yes).toEqual(no)
  })

  // Measured as a chance: of a known and an unknown address, how often is the known one slower?
  // Other work on the machine moves both alike; three runs, since one may have bad luck.
  test('takes the same time for both', { timeout: 120_000 }, async () => {
    const runs: number[] = []
    while (runs.length < 3) {
      await forgetTries()
      const unknown = known.map(unknownAddress)
      const ready = new Map<string, Ready>()
      for (const address of [...known, ...unknown]) ready.set(address, await readyFor(address))
      await forgetTries()
      const timed = (address: string) => ask(address, ready.get(address) ?? nothing)
      const chance = await likeliness(known, unknown, timed)
      if (chance > 0.3 && chance < 0.7) return
      runs.push(chance)
    }
    expect.fail(`a known address is slower in ${runs.join(', ')} of the pairs`)
  })
})
