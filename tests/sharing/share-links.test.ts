import { expect, test } from 'vitest'
import { db } from '#db'
import { withFacts } from '#badges/facts'
import { publish } from '#sharing/publication'
import { shareLinks } from '#sharing/share-links'
import { clock, site, startApp } from '../support/app.ts'
import { accept } from '#inbox/decisions'
import { wordsOf } from '../support/browser.ts'
import { awarded, badgeOf, issuer, learner, logIn } from '../support/people.ts'

startApp()

const odd = `R&D – "Ünï'cødé" <b>`

async function sharedBadge(name = odd) {
  const maria = await learner('Maria')
  const by = await issuer(`Smith & Sons <i>`)
  const id = await awarded(by, await badgeOf(by, name), {
    email: maria.addresses[0],
    issuedOn: '2026-03-01',
    expiresOn: '2028-01-31',
  })
  await accept(maria, id, clock.now())
  await publish(
    maria,
    id,
    { visibility: 'PUBLIC', showName: true, searchEngines: false },
    clock.now(),
  )
  const badge = await db.assertion.findUniqueOrThrow({ where: { id }, include: withFacts })
  const share = shareLinks(badge)
  if (!share) throw new Error('not shared')
  return { maria, id, share, url: `${site}/b/${badge.publicKey}` }
}

const parameters = (href: string) => Object.fromEntries(new URL(href).searchParams)

test('every network gets the address and the words whole, however odd the names are', async () => {
  const { share, url } = await sharedBadge()
  const said = `I earned "${odd}" from Smith & Sons <i>`
  expect(parameters(share.linkedInPost)).toEqual({ url })
  expect(parameters(share.x)).toEqual({ text: said, url })
  expect(parameters(share.facebook)).toEqual({ u: url })
  expect(parameters(share.classroom)).toEqual({ url, title: said })
  expect(parameters(share.pinterest)).toEqual({
    url,
    media: `${url}/badge-640.png`,
    description: said,
  })
  expect(parameters(share.whatsapp)).toEqual({ text: `${said}\n${url}` })
  expect(parameters(share.email)).toMatchObject({ subject: odd, body: `${said}\r\n${url}` })
  for (const href of [share.linkedInPost, share.x, share.facebook, share.pinterest])
    expect(href).not.toContain('+')
})

test('the addresses are those that the networks document', async () => {
  const { share } = await sharedBadge('Plain')
  const places = [
    share.linkedInProfile.href,
    share.linkedInPost,
    share.x,
    share.facebook,
    share.classroom,
    share.pinterest,
  ]
  expect(places.map((href) => href.split('?')[0])).toEqual([
    'https://www.linkedin.com/profile/add',
    'https://www.linkedin.com/sharing/share-offsite/',
    'https://x.com/intent/tweet',
    'https://www.facebook.com/sharer/sharer.php',
    'https://classroom.google.com/share',
    'https://www.pinterest.com/pin/create/button/',
  ])
})

test('LinkedIn gets the issuer’s months, in UTC and without a leading zero', async () => {
  const { share, url } = await sharedBadge()
  expect(parameters(share.linkedInProfile.href)).toMatchObject({
    startTask: 'CERTIFICATION_NAME',
    name: odd,
    organizationName: 'Smith & Sons <i>',
    issueYear: '2026',
    issueMonth: '3',
    expirationYear: '2028',
    expirationMonth: '1',
    certUrl: url,
  })
})

test('the owner’s page shows what the guide names, and no link carries the address', async () => {
  const { maria, id } = await sharedBadge()
  const page = await (await logIn(maria)).get(`/badges/${id}`)
  const words = wordsOf(page.text)
  for (const name of [
    'LinkedIn',
    'X (Twitter)',
    'Facebook',
    'Google Classroom',
    'Pinterest',
    'Embed code',
    'Link',
    'Publish',
  ]) {
    expect(words).toContain(name)
  }
  const hrefs = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
    decodeURIComponent(href),
  )
  expect(hrefs.some((href) => href.includes(maria.addresses[0] ?? ''))).toBe(false)
  expect(page.text).not.toContain('<b>')
})

test('the embed code is well formed whatever the name', async () => {
  const { share, url } = await sharedBadge()
  expect(share.iframeCode).toContain(`src="${url}/embed"`)
  expect(share.iframeCode).toContain(
    'title="Badge: R&amp;D – &quot;Ünï\'cødé&quot; &lt;b>, from Smith &amp; Sons &lt;i>"',
  )
  expect(share.imageCode).toContain(`href="${url}"`)
})
