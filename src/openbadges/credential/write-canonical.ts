import { createHash } from 'node:crypto'
import { ourShape, type Shape, type Value } from './our-shape.ts'
import { credentialContexts } from './write-credential.ts'

// A credential of ours in the canonical N-Quads of RDFC-1.0, without going through JSON-LD: its
// contexts say once and for all which member stands for which predicate, and its blank nodes never
// name each other. A test holds it against the general way.

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/** Null for anything that is not of the one shape that we write. */
export function canonicalOfOurs(document: Record<string, unknown>): string | null {
  const { '@context': contexts, ...root } = document
  if (!isSame(contexts, credentialContexts)) return null
  const graph: Graph = { quads: new Set(), blanks: [] }
  try {
    writeNode(graph, ourShape, root, null)
  } catch (error) {
    if (error instanceof OtherShape) return null
    throw error
  }
  labelBlanks(graph)
  // By UTF-16, as every JavaScript implementation sorts.
  return [...graph.quads].sort().join('')
}

class OtherShape extends Error {}

interface Graph {
  quads: Set<string>
  blanks: Blank[]
}

/** A node without a name: the quad that leads to it, less its object, and its own, less their subject. */
interface Blank {
  leadingTo: string
  own: Set<string>
}

/** Writes the node and whatever hangs on it; `leadingTo` ends where its name has to stand. */
function writeNode(graph: Graph, shape: Shape, node: unknown, leadingTo: string | null) {
  const { id, type, ...members } = membersOf(node)
  if (!isSame(type, shape.type)) throw new OtherShape()
  const self = id === undefined ? null : iri(id)
  const own = new Set(shape.types.map((one) => ` <${rdf}type> <${one}> .\n`))
  for (const [member, value] of Object.entries(members)) {
    const [predicate, kind] = known(shape, member)
    for (const one of [value].flat()) write(graph, { self, own }, ` <${predicate}> `, kind, one)
  }
  place(graph, self, own, leadingTo)
}

function membersOf(node: unknown): Record<string, unknown> {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) throw new OtherShape()
  return node as Record<string, unknown>
}

function known({ members }: Shape, member: string) {
  const found = Object.hasOwn(members, member) ? members[member] : undefined
  if (!found) throw new OtherShape()
  return found
}

function place(graph: Graph, self: string | null, own: Set<string>, leadingTo: string | null) {
  if (self !== null) for (const quad of own) graph.quads.add(self + quad)
  if (self !== null && leadingTo !== null) graph.quads.add(`${leadingTo}${self} .\n`)
  if (self === null && leadingTo === null) throw new OtherShape()
  if (self === null && leadingTo !== null) graph.blanks.push({ leadingTo, own })
}

function write(
  graph: Graph,
  { self, own }: { self: string | null; own: Set<string> },
  predicate: string,
  kind: Value,
  value: unknown,
) {
  if (typeof kind === 'string' || 'datatype' in kind)
    own.add(`${predicate}${written(kind, value)} .\n`)
  // What hangs on a node without a name would need the general way of naming both.
  else if (self === null) throw new OtherShape()
  else writeNode(graph, kind.node, value, self + predicate)
}

function written(kind: Exclude<Value, { node: Shape }>, value: unknown): string {
  if (kind === 'iri') return iri(value)
  if (kind === 'text') return literal(value)
  if (kind === 'flag') return flag(value)
  return `${literal(value)}^^<${kind.datatype}>`
}

/**
 * RDFC-1.0 §4.4: blank nodes are named in the order of their hashes, those that are alone with
 * theirs first. Several with one hash are alike in everything, so it does not matter which is which.
 */
function labelBlanks({ quads, blanks }: Graph) {
  const byHash = Map.groupBy(blanks, hashOf)
  const sorted = [...byHash].sort(([one], [other]) => (one < other ? -1 : 1))
  const alone = sorted.filter(([, { length }]) => length === 1)
  const alike = sorted.filter(([, { length }]) => length > 1)
  let count = 0
  for (const [, group] of [...alone, ...alike])
    for (const { leadingTo, own } of group) {
      const label = `_:c14n${count}`
      count += 1
      quads.add(`${leadingTo}${label} .\n`)
      for (const quad of own) quads.add(label + quad)
    }
}

/** RDFC-1.0 §4.6, "Hash First Degree Quads". */
function hashOf({ leadingTo, own }: Blank): string {
  const lines = [`${leadingTo}_:a .\n`, ...[...own].map((quad) => `_:a${quad}`)].sort()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

function iri(value: unknown): string {
  if (typeof value !== 'string' || !plainIri.test(value)) throw new OtherShape()
  return `<${value}>`
}

const plainIri = /^(?:https?:\/\/|urn:uuid:|did:)[^\s\0-\x20<>"{}|\\^`]+$/

function flag(value: unknown): string {
  if (typeof value !== 'boolean') throw new OtherShape()
  return `"${value}"^^<https://www.w3.org/2001/XMLSchema#boolean>`
}

function literal(value: unknown): string {
  if (typeof value !== 'string' || !value.isWellFormed()) throw new OtherShape()
  return `"${value.replace(/[\0-\x1f\x7f"\\]/g, escaped)}"`
}

const short: Record<string, string> = {
  ...{ '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\' },
}

const escaped = (character: string) =>
  short[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
