import type { Answer } from '#answer'
import { config } from '#config'
import { NotFound } from '#errors'
import type { FetchDocument, Fetched } from '#openbadges/fetch-document'
import { mediaTypes, type FormName } from '#sharing/badge-forms'
import { openAchievement, openAchievementPicture, openBadge } from '#sharing/open-badge'
import {
  openController,
  openCryptographicKey,
  openJwk,
  openProfile,
  openRevocationList,
  openRevocations,
} from '#signing/issuer-documents'
import { openStatusList } from '#signing/status-list'

type Open = (first: string, second: string, now: Date) => Promise<Answer>

type Document = [path: RegExp, mediaType: string, open: Open]

const json = 'application/json'
const linkedData = mediaTypes.assertion
const credential = mediaTypes.json

const form = (name: FormName, path: RegExp): Document => [
  ...([path, mediaTypes[name]] as const),
  (key, _, now) => openBadge(key, name, now),
]

/** What others would find at our addresses, by the functions that answer them. */
const documents: Document[] = [
  [/^\/issuers\/(\w+)$/, linkedData, (id) => openController(id)],
  [/^\/issuers\/(\w+)\.json$/, linkedData, (id) => openProfile(id)],
  [/^\/issuers\/(\w+)\/keys\/(\w+)$/, json, (id, key) => openJwk(id, key)],
  [/^\/issuers\/(\w+)\/keys\/(\w+)\.json$/, linkedData, (id, key) => openCryptographicKey(id, key)],
  [/^\/issuers\/(\w+)\/status\/(\w+)$/, credential, (id, list) => openStatusList(id, list)],
  [/^\/issuers\/(\w+)\/revocations$/, json, (id) => openRevocations(id)],
  [/^\/issuers\/(\w+)\/revocations\.json$/, linkedData, (id) => openRevocationList(id)],
  [/^\/achievements\/(\w+)$/, linkedData, (id) => openAchievement(id, '3.0')],
  [/^\/achievements\/(\w+)\.json$/, linkedData, (id) => openAchievement(id, '2.0')],
  [
    /^\/achievements\/(\w+)\/badge-(\d+)\.png$/,
    mediaTypes.png,
    (id, size) => openAchievementPicture(id, size),
  ],
  form('json', /^\/b\/(\w+)(?:\.json)?$/),
  form('jwt', /^\/b\/(\w+)\.jwt$/),
  form('png', /^\/b\/(\w+)\.png$/),
  form('svg', /^\/b\/(\w+)\.svg$/),
  form('assertion', /^\/b\/(\w+)\/assertion\.json$/),
]

/**
 * Answers for this site itself, without the network: a check of one of our badges asks nobody else,
 * and finds us wherever we stand. Everything else is asked elsewhere.
 */
export function withOwnDocuments(elsewhere: FetchDocument, now: Date): FetchDocument {
  return (text, accept) => {
    const url = URL.parse(text)
    return url?.origin === config.siteUrl ? own(url, now) : elsewhere(text, accept)
  }
}

async function own({ origin, pathname }: URL, now: Date): Promise<Fetched> {
  const url = origin + pathname
  for (const [path, mediaType, open] of documents) {
    const [found, first = '', second = ''] = path.exec(pathname) ?? []
    if (found === undefined) continue
    try {
      const { status, body } = await open(first, second, now)
      return { answered: true, status, url, mediaType, body }
    } catch (error) {
      // Without the database we do not know what stands there.
      return error instanceof NotFound ? missing(url) : { answered: false }
    }
  }
  return missing(url)
}

const missing = (url: string): Fetched => ({
  ...{ answered: true, status: 404, url, mediaType: 'text/plain' },
  body: new Uint8Array(),
})
