import { createAccount } from '#accounts/account'
import { hashPassword } from '#accounts/passwords'
import { db } from '#db'
import type { Wallet } from '../support/many-badges.ts'

const password = 'correct horse battery'

/** An account that can log in, to be given so many badges. */
export async function makeLearner(badges: number): Promise<Wallet> {
  const address = { canonical: addressOf(badges), typed: addressOf(badges) }
  const person = {
    name: `Learner with ${badges}`,
    address,
    passwordHash: await hashPassword(password),
  }
  const ownerId = await createAccount(db, person, new Date())
  if (ownerId === null) throw new Error(`${address.typed} has an account already`)
  return { ownerId, badges }
}

const addressOf = (badges: number) => `with-${badges}@example.org`

/** Logs them in at this server; answers what their browser sends along from then on. */
export async function logIn({ badges }: Wallet, server: string): Promise<Record<string, string>> {
  const page = await fetch(`${server}/log-in`)
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const answer = await fetch(`${server}/log-in`, {
    method: 'POST',
    body: new URLSearchParams({ _csrf: token, email: addressOf(badges), password }),
    headers: { cookie: cookiesOf(page) },
    redirect: 'manual',
  })
  if (answer.headers.get('location') !== '/home') throw new Error(`No login: ${answer.status}`)
  return { cookie: `${cookiesOf(page)}; ${cookiesOf(answer)}` }
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
