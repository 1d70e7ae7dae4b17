import { isJson, type BadgesToBake } from './badges-to-bake.ts'
import { elements, readSvg, type BadgeElement, type Baked, type Root } from './svg-elements.ts'

/**
 * Writes badges into an SVG (Open Badges 2.0 "Baking", OB 3.0 §5.3.2): each as one element right
 * behind the root's start tag, in the place of any that was there. All other bytes stay as they are.
 * Null when this is no well-formed SVG in UTF-8.
 */
export function bakeSvg(svg: Buffer, badges: BadgesToBake): Buffer | null {
  const read = readSvg(svg)
  if (!read) return null
  const { text, root, baked } = read
  const before = text.slice(0, root.start)
  return Buffer.from(before + withBadges(text, root, badges) + without(text, root.end, baked))
}

/** The text from a place on, less these parts of it. */
function without(text: string, from: number, spans: Baked[]): string {
  let kept = ''
  let at = from
  for (const { start, end } of spans) {
    kept += text.slice(at, start)
    at = end
  }
  return kept + text.slice(at)
}

/** The root's start tag with the namespaces, then the elements; a root without content gets an end tag. */
function withBadges(text: string, root: Root, badges: BadgesToBake): string {
  const tag = text.slice(root.start, root.end - (root.isSelfClosing ? 2 : 1))
  const prefixes = new Map(root.prefixes)
  const baked = elementsOf(badges).map(({ element, content }) => {
    if (!prefixes.has(prefix)) prefixes.set(prefix, element.namespace)
    return written(element, content, prefixes.get(prefix) === element.namespace)
  })
  const declared = prefixes.get(prefix)
  const declaration =
    declared === undefined || root.prefixes.has(prefix) ? '' : ` ${declarationOf(declared)}`
  return `${tag}${declaration}>${baked.join('')}${root.isSelfClosing ? `</${root.name}>` : ''}`
}

/**
 * The prefix that both versions print. Some readers look for it instead of the namespace, so where
 * the root uses it for something else (for the other version, too), the element declares its own.
 */
const prefix = 'openbadges'

const declarationOf = (namespace: string) => `xmlns:${prefix}="${namespace}"`

/** Control characters may not stand in XML, and in no address either. */
const isPlain = /^[^\p{C}\s]+$/u

interface Content {
  verify: string | null
  json: string | null
}

function elementsOf({ assertion, credential }: BadgesToBake) {
  return [
    ...(credential === undefined
      ? []
      : [{ element: elements.credential, content: contentOf(credential, null) }]),
    ...(assertion === undefined
      ? []
      : [{ element: elements.assertion, content: contentOf(assertion, addressIn(assertion)) }]),
  ]
}

const contentOf = (badge: string, address: string | null): Content =>
  isJson(badge) ? { verify: address, json: badge } : { verify: badge, json: null }

/** Where a hosted assertion stands: `verify.url` up to 1.1, its `id` in 2.0. */
function addressIn(assertion: string): string | null {
  if (!isJson(assertion)) return null
  const { id, verify } = JSON.parse(assertion) as { id?: unknown; verify?: { url?: unknown } }
  const address = verify?.url ?? id
  return typeof address === 'string' && isPlain.test(address) ? address : null
}

function written({ name, namespace }: BadgeElement, { verify, json }: Content, isKnown: boolean) {
  const start = [
    `${prefix}:${name}`,
    ...(isKnown ? [] : [declarationOf(namespace)]),
    ...(verify === null ? [] : [`verify="${escaped(verify)}"`]),
  ].join(' ')
  return json === null
    ? `<${start}/>`
    : `<${start}><![CDATA[${inCdata(json)}]]></${prefix}:${name}>`
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
