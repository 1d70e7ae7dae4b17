import { SaxesParser, type SaxesTagNS } from 'saxes'

// What is in an SVG, for baking and for reading. Elements are known by their namespace, never by
// their prefix. The parser expands no entities but those of XML itself, and fetches nothing.

const svgNamespace = 'http://www.w3.org/2000/svg'

export interface BadgeElement {
  namespace: string
  name: string
}

/** As what badges are baked (Open Badges 2.0 "Baking", OB 3.0 §5.3.2, CLR 2.0). */
export const elements = {
  assertion: { namespace: 'http://openbadges.org', name: 'assertion' },
  credential: { namespace: 'https://purl.imsglobal.org/ob/v3p0', name: 'credential' },
  record: { namespace: 'https://purl.imsglobal.org/clr/v2p0', name: 'credential' },
} satisfies Record<string, BadgeElement>

export type Kind = keyof typeof elements

export interface Root {
  name: string
  start: number
  /** Behind its start tag. */
  end: number
  isSelfClosing: boolean
  /** The namespace of each prefix that it declares. */
  prefixes: Map<string, string>
}

/** An element that holds a badge, from its first character to behind its last. */
export interface Baked {
  kind: Kind
  start: number
  end: number
  verify: string
  /** Its text; the bodies of elements in it are not part of it. */
  body: string
}

export interface Svg {
  text: string
  root: Root
  /** The outermost ones, in the order of the document. */
  baked: Baked[]
}

/** Null when this is no well-formed SVG in UTF-8. */
export function readSvg(bytes: Uint8Array): Svg | null {
  const text = decoded(bytes)
  return text === null ? null : look(text)
}

/** Nothing is lost on the way back into bytes, a byte order mark neither. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

type Open = Baked | { kind: null; start: number }

/** Deeper than anybody draws; to look a prefix up takes as many steps as there are levels. */
const deepest = 256

function look(text: string): Svg | null {
  const parser = new SaxesParser({ xmlns: true })
  const open: Open[] = []
  const baked: Baked[] = []
  let root: Root | undefined
  let start = 0
  parser.on('error', (error) => {
    throw error
  })
  // The name has just been read, so the last "<" is its own.
  parser.on('opentagstart', () => {
    start = text.lastIndexOf('<', parser.position - 1)
  })
  parser.on('opentag', (tag) => {
    root ??= rootOf(tag, start, parser.position)
    if (open.length === deepest) throw new NotSvg()
    open.push(opened(tag, start))
  })
  const read = (part: string) => {
    const last = open.at(-1)
    if (last?.kind) last.body += part
  }
  parser.on('text', read)
  parser.on('cdata', read)
  parser.on('closetag', () => {
    const closed = open.pop()
    const isOutermost = !open.some(({ kind }) => kind)
    if (closed?.kind && isOutermost) baked.push({ ...closed, end: parser.position })
  })
  try {
    parser.write(text).close()
    return root ? { text, root, baked } : null
  } catch {
    return null
  }
}

class NotSvg extends Error {}

function rootOf(tag: SaxesTagNS, start: number, end: number): Root {
  if (tag.local !== 'svg' || tag.uri !== svgNamespace) throw new NotSvg()
  const { name, isSelfClosing, ns } = tag
  return { name, start, end, isSelfClosing, prefixes: new Map(Object.entries(ns ?? {})) }
}

function opened(tag: SaxesTagNS, start: number): Open {
  const kind = kinds.get(`${tag.uri} ${tag.local}`)
  if (kind === undefined) return { kind: null, start }
  return { kind, start, end: start, verify: tag.attributes['verify']?.value ?? '', body: '' }
}

const kinds = new Map(
  (Object.keys(elements) as Kind[]).map((kind) => [
    `${elements[kind].namespace} ${elements[kind].name}`,
    kind,
  ]),
)
