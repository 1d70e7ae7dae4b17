import type { Kind } from './svg-elements.ts'

/** One badge that stands in a picture, as text: JSON, a compact JWS, or an address. */
export interface BakedBadge {
  kind: Kind
  text: string
  /** How it stands there; only `plain` is as the standard wants it. */
  how: 'plain' | 'compressed' | 'legacy'
}

export interface Unbaked {
  /** In the order of the file. */
  badges: BakedBadge[]
  /** A part of the file is cut off or damaged; what is given could be read all the same. */
  isDamaged: boolean
}

/** Beyond any badge; also what a compressed text may become. */
export const longestText = 1024 * 1024
