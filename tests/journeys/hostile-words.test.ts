import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '#db'
import { accept } from '#inbox/decisions'
import { publish } from '#sharing/publication'
import { clock, site, startApp } from '../support/app.ts'
import { hasChromium, openChromium } from '../support/chromium.ts'
import { awarded, badgeOf, issuer, learner, logIn } from '../support/people.ts'

startApp()

const words = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `'><svg onload=alert(1)>`,
  '</title><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  'javascript:alert(1)',
  '<%= 7*7 %> ${7*7} {{7*7}}',
  '<a href="javascript:alert(1)">x</a>',
  '\u202Egnp.exe <b>bold</b>',
]
const criteria = `${words.join('\n\n')}\n\n[link](javascript:alert(1)) [l](data:text/html,x) [v](vbscript:x) ![i](https://evil.test/x.png)\n\n<iframe src="https://evil.test"></iframe>`

describe.skipIf(!hasChromium)('words that are made to hurt', () => {
  let chromium: Browser
  let context: BrowserContext
  const trouble: string[] = []
  const paths: string[] = []

  beforeAll(async () => {
    const name = words
      .join(' ')
      .slice(0, 140)
      .replace(/\u202E/g, '')
    const person = await learner('<script>alert(1)</script>')
    const by = await issuer(name)
    const badge = await badgeOf(by, name, {
      description: words.join(' '),
      criteria,
      skills: words,
      tags: words.map((word) => word.slice(0, 40)),
      alignments: [{ name }],
    })
    const more = {
      email: person.addresses[0],
      name: words.join(' ').slice(0, 140),
      evidence: [{ name, narrative: words.join(' ') }],
    }
    const held = await awarded(by, badge, more)
    await accept(person, held, clock.now())
    await publish(
      person,
      held,
      { visibility: 'PUBLIC', showName: true, searchEngines: true },
      clock.now(),
    )
    const waiting = await awarded(by, badge, more)
    const { publicKey } = await db.assertion.findUniqueOrThrow({ where: { id: held } })
    paths.push(
      '/home',
      `/home/${waiting}`,
      '/badges',
      '/badges?view=list',
      `/badges?q=${encodeURIComponent(words.join(' ').slice(0, 150))}`,
    )
    paths.push(
      `/badges/${held}`,
      `/badges/${held}/publish`,
      `/badges/${held}/delete`,
      `/b/${publicKey}`,
      `/b/${publicKey}/embed`,
    )
    paths.push(
      `/log-in?next=${encodeURIComponent(words[1] ?? '')}&claim=${encodeURIComponent(words[1] ?? '')}`,
    )

    chromium = await openChromium()
    context = await chromium.newContext()
    const cookies = [...(await logIn(person)).cookies].map(([key, value]) => ({
      name: key,
      value,
      url: site,
    }))
    await context.addCookies(cookies)
    context.on('dialog', (dialog) => trouble.push(`dialog ${dialog.message()}`))
    context.on(
      'console',
      (line) => /Content Security Policy/.test(line.text()) && trouble.push(line.text()),
    )
    context.on(
      'request',
      (request) => new URL(request.url()).origin !== site && trouble.push(request.url()),
    )
  })

  afterAll(() => chromium.close())

  test('run nowhere, load nothing and become no link', async () => {
    const page = await context.newPage()
    for (const path of paths) {
      const answer = await page.goto(site + path)
      expect([path, answer?.status()]).toEqual([path, 200])
      const links = await page.locator('[href]').all()
      const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')))
      const running = hrefs.filter((href) => /^\s*(?:javascript|data|vbscript):/i.test(href ?? ''))
      expect(running).toEqual([])
      expect(await page.locator('body').innerText()).not.toContain('49 ')
    }
    expect(trouble).toEqual([])
  })
})
