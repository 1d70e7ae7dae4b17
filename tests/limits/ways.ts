import { db } from '#db'
import type { LimitName } from '#limits/table'
import { site } from '../support/app.ts'
import { Browser } from '../support/browser.ts'
import { issuer, learner, logIn, password } from '../support/people.ts'
import { employer, published } from '../support/published.ts'
import { newAddress, signUp } from '../support/sign-up.ts'

type Answer = { status: number; headers: Headers; text: string }

/** Something that is counted, asked for again and again by the same person. */
type Asking = () => Promise<Answer>

export const wrong = 'not the right one'

/** One way to each row: the table has no row that nothing asks for. */
export const ways: Record<LimitName, () => Asking | Promise<Asking>> = {
  'log-in.address': async () => {
    const [email = ''] = (await learner('Maria')).addresses
    return () => new Browser().post('/log-in', { email, password: wrong })
  },
  'log-in.in-a-row': async () => {
    const [email = ''] = (await learner('Maria')).addresses
    return async () => {
      await db.rateLimit.deleteMany({ where: { key: { startsWith: 'log-in.address' } } })
      return new Browser().post('/log-in', { email, password: wrong })
    }
  },
  'log-in.client': () => () =>
    new Browser().post('/log-in', { email: newAddress(), password: wrong }),
  'log-in.device': async () => {
    const maria = await learner('Maria')
    const browser = await logIn(maria)
    await browser.post('/log-out')
    return () => browser.post('/log-in', { email: maria.addresses[0] ?? '', password: wrong })
  },
  'second-step.account': async () => {
    const { browser } = await halfway(new Browser())
    return () => browser.post('/log-in/second-step', { code: 'AAAA-AAAA-AAAA-AAAA' })
  },
  'second-step.in-a-row': async () => {
    const { browser } = await halfway(new Browser())
    return async () => {
      await db.rateLimit.deleteMany({ where: { key: { startsWith: 'second-step.account' } } })
      return browser.post('/log-in/second-step', { code: 'AAAA-AAAA-AAAA-AAAA' })
    }
  },
  'second-step.device': async () => {
    const { browser } = await halfway()
    return () => browser.post('/log-in/second-step', { code: 'AAAA-AAAA-AAAA-AAAA' })
  },
  'passkey.client': () => () => new Browser().post('/log-in/passkey', { response: '{}' }),
  'log-in-code.address': () => {
    const email = newAddress()
    return () => new Browser().post('/log-in/code', { email })
  },
  'log-in-code.client': () => () => new Browser().post('/log-in/code', { email: newAddress() }),
  'log-in-code.device': async () => {
    const maria = await learner('Maria')
    const known = await logIn(maria)
    await known.post('/log-out')
    return () => known.post('/log-in/code', { email: maria.addresses[0] ?? '' })
  },
  'log-in-code-try.address': () => {
    const email = newAddress()
    return async () => {
      await db.rateLimit.deleteMany({ where: { key: { startsWith: 'log-in-code.' } } })
      const browser = new Browser()
      await browser.post('/log-in/code', { email })
      return browser.post('/log-in/code/enter', { code: 'ZZZZZZ' })
    }
  },
  'provider.client': () => () => new Browser().get('/log-in/google/callback'),
  'sign-up.address': () => {
    const email = newAddress()
    return () => new Browser().post('/sign-up', { name: 'Ana', email, password })
  },
  'sign-up.client': () => () =>
    new Browser().post('/sign-up', { name: 'Ana', email: newAddress(), password }),
  'confirm.address': async () => {
    const { browser } = await signUp(newAddress())
    return () => browser.post('/confirm/send-again')
  },
  'confirm-try.client': async () => {
    const { browser } = await signUp(newAddress())
    return () => browser.post('/confirm', { code: 'ZZZZZZ' })
  },
  'reset.address': () => {
    const email = newAddress()
    return () => new Browser().post('/forgot-password', { email })
  },
  'reset.client': () => () => new Browser().post('/forgot-password', { email: newAddress() }),
  'bad-link.client': () => () => new Browser().get('/reset-password/nothing'),
  'add-address.address': () => {
    const email = newAddress()
    return async () => {
      const browser = await logIn(await learner('Maria'))
      return browser.post('/settings/addresses/add', { email })
    }
  },
  'add-address.account': async () => {
    const browser = await logIn(await learner('Maria'))
    return () => browser.post('/settings/addresses/add', { email: newAddress() })
  },
  'add-address-try.account': async () => {
    const browser = await logIn(await learner('Maria'))
    const { location } = await browser.post('/settings/addresses/add', { email: newAddress() })
    const id = location?.split('/').at(-1) ?? ''
    return async () => {
      await db.newAddress.updateMany({ where: { id }, data: { codeTries: 0 } })
      return browser.post(location ?? '', { code: 'ZZZZZZ' })
    }
  },
  'search.account': async () => {
    const browser = await logIn(await learner('Maria'))
    return () => browser.get('/badges?q=first')
  },
  'export.account': async () => {
    const browser = await logIn(await learner('Maria'))
    return async () => {
      await db.export.deleteMany()
      return browser.post('/settings/data')
    }
  },
  'verify.client': () => () => new Browser().upload('/verify', null),
  'add-badge.account': async () => {
    const browser = await logIn(await learner('Maria'))
    return () => browser.upload('/badges/add', null)
  },
  'certificate.account': async () => {
    const { browser, id } = await published()
    return () => browser.get(`/badges/${id}/download/certificate.pdf`)
  },
  'check-again.badge': async () => {
    const { url } = await published()
    return () => employer.post(`${url}/check`)
  },
  'check-again.client': async () => {
    const { url } = await published()
    return async () => {
      await db.rateLimit.deleteMany({ where: { key: { startsWith: 'check-again.badge' } } })
      return employer.post(`${url}/check`)
    }
  },
  'person.badge-client': async () => {
    const { url } = await published()
    return () => employer.post(`${url}/person`, { email: newAddress() })
  },
  'api.issuer': async () => {
    const { key } = await issuer()
    return () => callWith(key)
  },
  'api.wrong-key': () => () => callWith(`bp_${'x'.repeat(43)}`),
}

/** Somebody whose first step is done and whose second is not, in a new browser or one that is known. */
async function halfway(newBrowser?: Browser) {
  const maria = await learner('Maria')
  const browser = newBrowser ?? (await logIn(maria))
  await db.twoStep.create({
    data: { accountId: maria.id, secret: Buffer.from('x'), confirmedAt: new Date() },
  })
  await browser.post('/log-in', { email: maria.addresses[0] ?? '', password })
  return { browser }
}

export async function callWith(key: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}` }
  const answer = await fetch(`${site}/api/v1/awards/x`, { headers })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
