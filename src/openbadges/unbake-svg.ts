import { readSvg, type Baked } from './svg-elements.ts'
import { longestText, type BakedBadge, type Unbaked } from './unbaked.ts'

/**
 * The badges in an SVG, in the order of the file (Open Badges 2.0 "Baking", OB 3.0 §5.3.2). Null when
 * this is no well-formed SVG in UTF-8.
 */
export function unbakeSvg(svg: Uint8Array): Unbaked | null {
  const read = readSvg(svg)
  if (!read) return null
  const badges = read.baked.flatMap(badgeIn)
  return { badges, isDamaged: badges.length < read.baked.length }
}

/** Without a body, `verify` is the badge: a signature, or the address of a hosted assertion. */
function badgeIn({ kind, verify, body }: Baked): BakedBadge[] {
  const text = body.trim() || verify.trim()
  return text === '' || text.length > longestText ? [] : [{ kind, text, how: 'plain' }]
}
