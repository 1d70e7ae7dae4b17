import { hashPassword } from '#accounts/passwords'
import { db } from '#db'
import { newId } from '#ids'
import { fillWallets } from '../support/many-badges.ts'

const password = 'correct horse battery'

/** A learner with so many badges, logged in at this server: what their browser sends along. */
export async function logInWith(badges: number, address: string): Promise<Record<string, string>> {
  const email = `with-${badges}@example.org`
  const id = newId()
  await db.account.create({
    data: {
      id,
      name: `Learner with ${badges}`,
      passwordHash: await hashPassword(password),
      addresses: { create: { address: email, typed: email, confirmedAt: new Date() } },
    },
  })
  await fillWallets([id], badges)
  return { cookie: await logIn(email, address) }
}

async function logIn(email: string, address: string): Promise<string> {
  const page = await fetch(`${address}/log-in`)
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const visitor = cookiesOf(page)
  const answer = await fetch(`${address}/log-in`, {
    method: 'POST',
    body: new URLSearchParams({ _csrf: token, email, password }),
    headers: { cookie: visitor },
    redirect: 'manual',
  })
  if (answer.headers.get('location') !== '/home') throw new Error(`No login: ${answer.status}`)
  return [visitor, cookiesOf(answer)].join('; ')
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
