import { readFile } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { z } from 'zod'
import type { FetchDocument, Fetched } from '#openbadges/fetch-document'
import { Mistake } from './command.ts'

const map = z.record(z.string(), z.string().nullable())

const mediaTypes: Record<string, string> = {
  '.json': 'application/json',
  '.jsonld': 'application/ld+json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

/**
 * Documents from files in place of the network: a JSON object of addresses with files, relative to
 * it. What has no file, or one that is not there, is not found; what is not named gives no answer.
 */
export async function mappedDocuments(file: string): Promise<FetchDocument> {
  const files = await readMap(file)
  return async (url) => {
    const named = [url, url.split('#')[0] ?? ''].find((one) => files.has(one))
    if (named === undefined) return { answered: false }
    const path = files.get(named)
    const body = path && (await readFile(resolve(dirname(file), path)).catch(() => null))
    return body ? found(url, path, body) : { ...found(url, '', new Uint8Array()), status: 404 }
  }
}

const found = (url: string, path: string, body: Uint8Array): Fetched & { answered: true } => ({
  ...{ answered: true, status: 200, url, body },
  mediaType: mediaTypes[extname(path)] ?? 'text/plain',
})

async function readMap(file: string): Promise<Map<string, string | null>> {
  const problem = (detail: string) => new Mistake([{ field: 'map', detail: `${file} ${detail}` }])
  const text = await readFile(file, 'utf8').catch(() => {
    throw problem('cannot be read')
  })
  try {
    return new Map(Object.entries(map.parse(JSON.parse(text))))
  } catch {
    throw problem('is not a JSON object of addresses with files')
  }
}
