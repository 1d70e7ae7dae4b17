import { inflateSync } from 'node:zlib'
import { chunksOf, dataOf, isIntact, keywordOf, keywords, typeOf } from './png-chunks.ts'
import type { Kind } from './svg-elements.ts'
import { longestText, type BakedBadge, type Unbaked } from './unbaked.ts'

/**
 * The badges in a PNG, in the order of the file (Open Badges 2.0 "Baking", OB 3.0 §5.3.1). Also read:
 * compressed text, which the standard forbids, and tEXt, which came before it. A badge in a damaged
 * chunk is not given.
 */
export function unbakePng(bytes: Uint8Array): Unbaked {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { chunks, isWhole } = chunksOf(png)
  const found = chunks.filter(isBadge)
  const badges = found.filter(isIntact).flatMap(badgeIn)
  return { badges, isDamaged: !isWhole || badges.length < found.length }
}

const kindOf = (chunk: Buffer): Kind | undefined =>
  (Object.keys(keywords) as Kind[]).find((kind) => keywords[kind] === keywordOf(chunk))

const isBadge = (chunk: Buffer) => kindOf(chunk) !== undefined

function badgeIn(chunk: Buffer): BakedBadge[] {
  const kind = kindOf(chunk)
  if (kind === undefined) return []
  const read = readers[typeOf(chunk)]?.(dataOf(chunk).subarray(keywords[kind].length + 1))
  return read && read.text.length <= longestText ? [{ kind, ...read }] : []
}

type Read = Omit<BakedBadge, 'kind'> | null

/** What follows the keyword and its NUL (PNG 11.3.4). */
const readers: Partial<Record<string, (rest: Buffer) => Read>> = {
  tEXt: (rest) => ({ text: rest.toString('latin1'), how: 'legacy' }),
  zTXt: (rest) => inflated(rest.subarray(1), 'latin1'),
  iTXt: (rest) => {
    const languageEnd = rest.indexOf(0, 2)
    const textStart = rest.indexOf(0, languageEnd + 1) + 1
    if (languageEnd < 0 || textStart === 0) return null
    const text = rest.subarray(textStart)
    return rest[0] === 0 ? { text: text.toString(), how: 'plain' } : inflated(text, 'utf8')
  },
}

/** With a limit: a few bytes can become very many. */
function inflated(packed: Buffer, encoding: 'latin1' | 'utf8'): Read {
  try {
    const text = inflateSync(packed, { maxOutputLength: longestText }).toString(encoding)
    return { text, how: 'compressed' }
  } catch {
    return null
  }
}
