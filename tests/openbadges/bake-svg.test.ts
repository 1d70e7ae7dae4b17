import { SaxesParser } from 'saxes'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bakeSvg } from '#openbadges/bake-svg'
import type { BadgesToBake } from '#openbadges/badges-to-bake'
import { ns, ob3 } from './pictures.ts'

const id = 'https://p.test/b/1.json?a=1&b="2"'
const json = JSON.stringify({ id, name: 'Ünï 学 & <b> ]]> "x"', odd: '\uFFFE' })

const circle = '<circle cx="4" cy="4" r="4" fill="teal"/>'
const plain = `<svg ${ns} viewBox="0 0 9 9">${circle}</svg>`

function baked(svg: string, what: BadgesToBake = { assertion: json }): string {
  const made = bakeSvg(Buffer.from(svg), what)
  if (!made) throw new Error('this was not taken for an SVG')
  return made.toString()
}

interface Found {
  /** The names of the elements around it. */
  inside: string[]
  before: number
  verify: string | undefined
  body: string
}

/** What somebody else's XML reader finds: by namespace, whatever the prefix. */
function assertionsIn(svg: string): Found[] {
  const found: Found[] = []
  const open: string[] = []
  let elements = 0
  let current: Found | undefined
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (uri === 'http://openbadges.org' && local === 'assertion') {
      current = {
        inside: [...open],
        before: elements,
        verify: attributes['verify']?.value,
        body: '',
      }
      found.push(current)
    }
    open.push(local)
    elements += 1
  })
  parser.on('cdata', (text) => {
    if (current) current.body += text
  })
  parser.on('closetag', () => {
    open.pop()
    current = undefined
  })
  parser.write(svg).close()
  return found
}

const roots: [string, string][] = [
  ['a plain root', plain],
  ['an XML declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${plain}`],
  ['a byte order mark', `\uFEFF${plain}`],
  ['a comment with a root in it', `<!-- <svg ${ns}> -->\r\n${plain}\r\n`],
  ['single quotes', `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>${circle}</svg>`],
  ['“>” in an attribute', `<svg ${ns} viewBox="0 0 9 9" aria-label="a > b">${circle}</svg>`],
  ['line ends in the tag', `<svg\r\n  ${ns}\r\n  viewBox="0 0 9 9"\r\n>${circle}</svg >`],
  ['a prefix', `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>`],
  ['a root without content', `<svg ${ns} viewBox="0 0 9 9"/>`],
  ['a prefixed root without content', `<s:svg xmlns:s="http://www.w3.org/2000/svg" />`],
  ['the namespace already', `<svg ${ns} xmlns:openbadges="http://openbadges.org">${circle}</svg>`],
  ['the namespace under another prefix', `<svg ${ns} xmlns:ob="http://openbadges.org"/>`],
  ['our prefix for something else', `<svg ${ns} xmlns:openbadges="urn:x" openbadges:a="1"/>`],
  ['two of our prefixes taken', `<svg ${ns} xmlns:openbadges="urn:x" xmlns:openbadges2="urn:y"/>`],
]

test.each(roots)('%s: the assertion is the first element inside the root, once', (_what, svg) => {
  const found = assertionsIn(baked(svg))
  expect(found).toMatchObject([{ inside: ['svg'], before: 1, verify: id }])
  expect(JSON.parse(found[0]?.body ?? '')).toEqual(JSON.parse(json))
})

test.each(roots)('%s: to bake again changes nothing', (_what, svg) => {
  expect(baked(baked(svg))).toBe(baked(svg))
})

test('nothing but the element and its namespace is added', () => {
  const made = baked(plain, { assertion: '{"id":"urn:1"}' })
  const element =
    '<openbadges:assertion verify="urn:1"><![CDATA[{"id":"urn:1"}]]></openbadges:assertion>'
  expect(made).toBe(
    `<svg ${ns} viewBox="0 0 9 9" xmlns:openbadges="http://openbadges.org">${element}${circle}</svg>`,
  )
})

test('a credential of Open Badges 3.0 stands in its own namespace, without an address', () => {
  const element = '<openbadges:credential><![CDATA[{"id":"urn:1"}]]></openbadges:credential>'
  expect(baked(plain, { credential: '{"id":"urn:1"}' })).toBe(
    `<svg ${ns} viewBox="0 0 9 9" xmlns:openbadges="${ob3}">${element}${circle}</svg>`,
  )
})

test('what is signed from outside is an attribute of an element without content', () => {
  expect(baked(plain, { credential: 'eyJ.e.s' })).toContain(
    `xmlns:openbadges="${ob3}"><openbadges:credential verify="eyJ.e.s"/>`,
  )
  expect(baked(plain, { assertion: 'eyJ.e.s' })).toContain(
    'xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="eyJ.e.s"/>',
  )
})

test('a drawing can hold both versions, each under the prefix that it prints', () => {
  const made = baked(plain, { assertion: 'eyJ.2.s', credential: 'eyJ.3.s' })
  expect(made).toBe(
    `<svg ${ns} viewBox="0 0 9 9" xmlns:openbadges="${ob3}">` +
      '<openbadges:credential verify="eyJ.3.s"/>' +
      '<openbadges:assertion xmlns:openbadges="http://openbadges.org" verify="eyJ.2.s"/>' +
      `${circle}</svg>`,
  )
  expect(baked(made, { assertion: 'eyJ.2.s', credential: 'eyJ.3.s' })).toBe(made)
})

test('the drawing looks the same', async () => {
  const pixels = (svg: string) => sharp(Buffer.from(svg)).raw().toBuffer()
  expect((await pixels(baked(plain))).equals(await pixels(plain))).toBe(true)
})

test('what was baked for somebody else is gone: anywhere, of any version, under any prefix', () => {
  const old = [
    '<ob:assertion xmlns:ob="http://openbadges.org" verify="a > b"><![CDATA[ Somebody ]]></ob:assertion>',
    '<openbadges:assertion xmlns:openbadges="http://openbadges.org" verify="Somebody" />',
    '<c:credential xmlns:c="https://purl.imsglobal.org/clr/v2p0">Somebody</c:credential>',
    '<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0"><x><![CDATA[Somebody]]></x></c:credential>',
  ].join('\n')
  const made = baked(`<svg ${ns}>${old}<g>${old}${circle}</g></svg>`)
  expect(made).not.toContain('Somebody')
  expect(made).toContain(circle)
  expect(assertionsIn(made)).toHaveLength(1)
})

test('one inside another is gone too, and what follows stays', () => {
  const inner = '<o:assertion verify="inner"/>'
  const outer = `<o:assertion verify="outer">${inner}x</o:assertion>`
  const made = baked(`<svg ${ns} xmlns:o="http://openbadges.org">${outer}${circle}${inner}</svg>`)
  expect(made).not.toMatch(/inner|outer|x<\/o/)
  expect(made.endsWith(`${circle}</svg>`)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['text', 'no picture'],
  ['HTML', '<html><body/></html>'],
  ['an svg of no namespace', '<svg/>'],
  ['a root that is not closed', `<svg ${ns}>`],
  ['two roots', `${plain}${plain}`],
  ['an entity that nobody declared', `<svg ${ns}>&x;</svg>`],
])('%s is no SVG', (_what, svg) => {
  expect(bakeSvg(Buffer.from(svg), { assertion: json })).toBeNull()
})

test('other encodings than UTF-8 are not taken', () => {
  expect(bakeSvg(Buffer.from(plain, 'utf16le'), { assertion: json })).toBeNull()
  expect(bakeSvg(Buffer.from(`<svg ${ns}>é</svg>`, 'latin1'), { assertion: json })).toBeNull()
})
