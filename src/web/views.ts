import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import type { Express } from 'express'
import { config } from '#config'
import { datesIn } from '#dates'
import { offered } from '#providers/provider'
import { asset } from './assets.ts'

const folder = fileURLToPath(new URL('../../views', import.meta.url))

const formatting = {
  siteName: 'Passport',
  siteUrl: config.siteUrl,
  supportEmail: config.supportEmail,
  asset,
  ...datesIn('en-GB'),
  datesIn,
  language: 'en-GB',
  providers: offered,
  /** `?claim=…&next=…` of those that are there. */
  query: (parts: Record<string, string | null>) => {
    const given = Object.entries(parts).flatMap(([name, value]) =>
      value ? [`${name}=${encodeURIComponent(value)}`] : [],
    )
    return given.length > 0 ? `?${given.join('&')}` : ''
  },
  plural: (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`,
}

/** What a page for no one in particular has: no account, no message, no form of a session. */
const nobody = {
  account: null,
  flash: null,
  form: null,
  path: '',
  waitingCount: 0,
  csrfField: () => '',
}

/** Renders a view and puts it into its layout; a mistake in a view rejects. */
export function renderView(name: string, locals: object): Promise<string> {
  const all = { layout: 'layout', ...nobody, ...formatting, ...locals }
  return new Promise((resolve) => {
    const body = render(`/${name}`, null, all)
    const framed = typeof all.layout === 'string'
    resolve(framed ? render(`/${all.layout}`, null, { ...all, body }) : body)
  })
}

/**
 * A part sees what it is given and, behind that, what its page has. (EJS's own `include` copies all
 * of it three times for each part, and a list has a hundred.) Nothing else is behind: the page's
 * own locals have no prototype.
 */
function render(path: string, page: object | null, given: object): string {
  const locals: object = Object.assign(Object.create(page) as object, given, {
    include: (part: string, more: object = {}) => render(part, locals, more),
  })
  return template(path)(locals)
}

const templates = new Map<string, ejs.TemplateFunction>()

/**
 * Options never come from the locals, so nothing that a person typed can be taken for a setting of
 * the template engine.
 */
function template(path: string): ejs.TemplateFunction {
  const kept = templates.get(path)
  if (kept) return kept
  const filename = `${folder}${path}.ejs`
  const options = { filename, unsafePrototypeLocals: true }
  const made = ejs.compile(readFileSync(filename, 'utf8'), options)
  // While a view is being written, each look at it shows the file as it is.
  if (config.environment !== 'development') templates.set(path, made)
  return made
}

/** A page of the app, with the number of badges that wait in its frame. */
async function renderPage(name: string, locals: object): Promise<string> {
  const { countWaiting } = locals as { countWaiting?: () => number | Promise<number> }
  return renderView(name, { ...locals, waitingCount: (await countWaiting?.()) ?? 0 })
}

export function setUpViews(app: Express) {
  app.set('views', folder)
  app.set('view engine', 'ejs')
  app.engine(
    'ejs',
    (file: string, locals: object, done: (error: unknown, page?: string) => void) => {
      renderPage(file.slice(folder.length + 1, -'.ejs'.length), locals).then(
        (page) => done(null, page),
        done,
      )
    },
  )
}
