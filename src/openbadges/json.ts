// Reading JSON that a stranger wrote. Nothing is known of it until it was looked at.

export type Json = Record<string, unknown>

/** Deeper than any badge, and far from what would exhaust a stack. */
const deepest = 64

/** The value; undefined when the text is no JSON, or nested beyond reason. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isWithin(value, deepest) ? value : undefined
  } catch {
    return undefined
  }
}

/** Level by level, so that the depth of the nesting is none of the stack. */
function isWithin(value: unknown, levels: number): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return false
    level = level.flatMap((one): unknown[] => (isContainer(one) ? Object.values(one) : []))
  }
  return true
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

export const isObject = (value: unknown): value is Json =>
  isContainer(value) && !Array.isArray(value)

export const objectOf = (value: unknown): Json | null => (isObject(value) ? value : null)

/** JSON-LD lets a list of one stand without its brackets. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as unknown[]) : [value]
}

/** A text, also one that carries its language (`@value`). */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return isObject(value) && typeof value['@value'] === 'string' ? value['@value'] : null
}

export const textsOf = (value: unknown): string[] =>
  listOf(value).flatMap((one) => textOf(one) ?? [])

/** What a link leads to: an address, or the `id` of what stands in its place. */
export const idOf = (value: unknown): string | null =>
  textOf(isObject(value) && textOf(value) === null ? (value['id'] ?? value['@id']) : value)

/** `type` and `@type` mean the same, once or in a list. */
export const typesOf = (value: Json): string[] => textsOf(value['type'] ?? value['@type'])
