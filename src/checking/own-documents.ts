import type { Answer } from '#answer'
import { config } from '#config'
import { NotFound } from '#errors'
import type { FetchDocument, Fetched } from '#openbadges/fetch-document'
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

const json = 'application/json'
const linkedData = 'application/ld+json'
const credential = 'application/vc+ld+json'
const png = 'image/png'

/** What others would find at our addresses, by the functions that answer them. */
const documents: [path: RegExp, mediaType: string, open: Open][] = [
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
    png,
    (id, size) => openAchievementPicture(id, size),
  ],
  [/^\/b\/(\w+)(?:\.json)?$/, credential, (key, _, now) => openBadge(key, 'json', now)],
  [/^\/b\/(\w+)\.jwt$/, 'text/plain', (key, _, now) => openBadge(key, 'jwt', now)],
  [/^\/b\/(\w+)\.png$/, png, (key, _, now) => openBadge(key, 'png', now)],
  [/^\/b\/(\w+)\.svg$/, 'image/svg+xml', (key, _, now) => openBadge(key, 'svg', now)],
  [/^\/b\/(\w+)\/assertion\.json$/, linkedData, (key, _, now) => openBadge(key, 'assertion', now)],
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
