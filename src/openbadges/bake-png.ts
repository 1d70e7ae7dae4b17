import type { BadgesToBake } from './badges-to-bake.ts'
import {
  chunksOf,
  isPng,
  keywordOf,
  keywords,
  pngSignature,
  textChunk,
  typeOf,
} from './png-chunks.ts'

/** What any version bakes a badge under: a picture that goes out for one person loses them all. */
const bakedKeywords: readonly (string | null)[] = Object.values(keywords)

/**
 * Writes badges into a PNG (Open Badges 2.0 "Baking", OB 3.0 §5.3.1): each as one uncompressed iTXt
 * chunk behind the header, in the place of any that was there. All other bytes stay as they are.
 * Null when this is no whole PNG.
 */
export function bakePng(png: Buffer, badges: BadgesToBake): Buffer | null {
  const { chunks, isWhole } = chunksOf(png)
  const header = chunks[0]
  if (!isPng(png) || !isWhole || !header || typeOf(header) !== 'IHDR') return null
  const others = chunks.slice(1).filter((chunk) => !bakedKeywords.includes(keywordOf(chunk)))
  const behind = png.subarray(pngSignature.length + lengthOf(chunks))
  return Buffer.concat([pngSignature, header, ...textChunks(badges), ...others, behind])
}

const lengthOf = (chunks: Buffer[]) => chunks.reduce((sum, { length }) => sum + length, 0)

function textChunks({ assertion, credential }: BadgesToBake): Buffer[] {
  return [
    ...(credential === undefined ? [] : [textChunk(keywords.credential, credential)]),
    ...(assertion === undefined ? [] : [textChunk(keywords.assertion, assertion)]),
  ]
}
