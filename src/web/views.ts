import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import type { Express } from 'express'
import { config } from '#config'
import { day } from '#dates'
import { asset } from './assets.ts'

const folder = fileURLToPath(new URL('../../views', import.meta.url))
const options = { root: folder, views: [folder], cache: config.environment === 'production' }

const formatting = {
  siteName: 'Passport',
  siteUrl: config.siteUrl,
  supportEmail: config.supportEmail,
  asset,
  day,
  date: (date: Date) => `<time datetime="${date.toISOString().slice(0, 10)}">${day(date)}</time>`,
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

/**
 * Renders a view and puts it into its layout. Options never come from the locals,
 * so nothing that a person typed can be taken for a setting of the template engine.
 */
export async function renderView(name: string, locals: object): Promise<string> {
  const all = { ...nobody, ...formatting, ...locals }
  const body = await ejs.renderFile(`${folder}/${name}.ejs`, all, options)
  const layout = 'layout' in all ? all.layout : 'layout'
  if (typeof layout !== 'string') return body
  return ejs.renderFile(`${folder}/${layout}.ejs`, { ...all, body }, options)
}

export function setUpViews(app: Express) {
  app.set('views', folder)
  app.set('view engine', 'ejs')
  app.engine(
    'ejs',
    (file: string, locals: object, done: (error: unknown, page?: string) => void) => {
      renderView(file.slice(folder.length + 1, -'.ejs'.length), locals).then(
        (page) => done(null, page),
        done,
      )
    },
  )
}
