import { SaxesParser, type SaxesTagNS } from 'saxes'

const svgNamespace = 'http://www.w3.org/2000/svg'

/** Open Badges 2.0 in SVG: its namespace, the prefix it likes, and its element. */
const namespace = 'http://openbadges.org'
const likedPrefix = 'openbadges'
const element = 'assertion'

/** What any version bakes a badge as: a picture that goes out for one person loses them all. */
const bakedElements = new Set([
  `${namespace} ${element}`,
  'https://purl.imsglobal.org/ob/v3p0 credential',
])

export interface BakedAssertion {
  /** Where the assertion is hosted: its `id`. */
  verify: string
  json: string
}

/**
 * Writes an assertion into an SVG (Open Badges 2.0, "Baking"): one element right behind the root's
 * start tag, in the place of any that was there. All other bytes stay as they are. Null when this is
 * no well-formed SVG in UTF-8.
 */
export function bakeSvg(svg: Buffer, assertion: BakedAssertion): Buffer | null {
  const text = decoded(svg)
  const found = text === null ? null : look(text)
  if (text === null || found?.root === undefined) return null
  const { root, baked } = found
  const before = text.slice(0, root.start)
  return Buffer.from(before + withAssertion(text, root, assertion) + without(text, root.end, baked))
}

/** Nothing is lost on the way back into bytes, a byte order mark neither. */
function decoded(svg: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(svg)
  } catch {
    return null
  }
}

interface Root {
  name: string
  start: number
  /** Behind its start tag. */
  end: number
  isSelfClosing: boolean
  /** The namespace of each prefix that it declares. */
  prefixes: Map<string, string>
}

/** A part of the text, from the first character to behind the last. */
type Span = [number, number]

/** Where the root's start tag is, and every badge that was baked before; null when it is no SVG. */
function look(text: string): { root: Root | undefined; baked: Span[] } | null {
  const parser = new SaxesParser({ xmlns: true })
  const open: { start: number; isBaked: boolean }[] = []
  const baked: Span[] = []
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
    open.push({ start, isBaked: bakedElements.has(`${tag.uri} ${tag.local}`) })
  })
  parser.on('closetag', () => {
    const closed = open.pop()
    const isOutermost = !open.some(({ isBaked }) => isBaked)
    if (closed?.isBaked && isOutermost) baked.push([closed.start, parser.position])
  })
  try {
    parser.write(text).close()
    return { root, baked }
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

/** The text from a place on, less these parts of it. */
function without(text: string, from: number, spans: Span[]): string {
  let kept = ''
  let at = from
  for (const [start, end] of spans) {
    kept += text.slice(at, start)
    at = end
  }
  return kept + text.slice(at)
}

/** The root's start tag with the namespace, then the element; a root without content gets an end tag. */
function withAssertion(text: string, root: Root, { verify, json }: BakedAssertion): string {
  const tag = text.slice(root.start, root.end - (root.isSelfClosing ? 2 : 1))
  const prefix = prefixIn(root.prefixes)
  const declared = root.prefixes.has(prefix) ? '' : ` xmlns:${prefix}="${namespace}"`
  const name = `${prefix}:${element}`
  const baked = `<${name} verify="${escaped(verify)}"><![CDATA[${inCdata(json)}]]></${name}>`
  return `${tag}${declared}>${baked}${root.isSelfClosing ? `</${root.name}>` : ''}`
}

/** The prefix that stands for the namespace already; else the liked one, or one that is free. */
function prefixIn(prefixes: Map<string, string>): string {
  const known = [...prefixes].find(([prefix, uri]) => prefix !== '' && uri === namespace)
  if (known) return known[0]
  let prefix = likedPrefix
  for (let count = 2; prefixes.has(prefix); count += 1) prefix = `${likedPrefix}${count}`
  return prefix
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/**
 * What would end the CDATA section, or may not stand in XML, can only be inside a string of the
 * JSON, where an escape says the same.
 */
const inCdata = (json: string) =>
  json.replaceAll(']]>', String.raw`]]\u003e`).replace(/[\uFFFE\uFFFF]/g, escapedInJson)

const escapedInJson = (character: string) =>
  String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0')
