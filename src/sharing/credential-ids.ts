import { createHash } from 'node:crypto'
import { publicUrl } from './share-links.ts'

/** RFC 9562, version 8: always the same for the same text. */
export function numberUrn(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const [first, second, third, fourth, fifth] = [
    ...[hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(12, 15)}`, `8${hex.slice(15, 18)}`],
    hex.slice(18, 30),
  ]
  return `urn:uuid:${first}-${second}-${third}-${fourth}-${fifth}`
}

/** Every `id` that a badge of this site goes by, in one version of the standard or another. */
export function credentialIdsOf({ id, publicKey }: { id: string; publicKey: string | null }) {
  const number = numberUrn(id)
  if (publicKey === null) return [number]
  const page = publicUrl(publicKey)
  return [number, page, `${page}.json`, `${page}/assertion.json`]
}
