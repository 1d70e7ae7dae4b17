import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bakeSvg } from '#openbadges/bake-svg'
import { unbakeSvg } from '#openbadges/unbake-svg'
import { ns, ob2, ob3 } from './pictures.ts'
import { anyText } from './any-text.ts'

const plain = `<svg ${ns}><circle r="4"/></svg>`

const baked = (badges: Parameters<typeof bakeSvg>[1]) =>
  bakeSvg(Buffer.from(plain), badges) ?? Buffer.alloc(0)

const badgesIn = (svg: string) => unbakeSvg(Buffer.from(svg))?.badges

test('JSON that was baked says the same when it comes out again', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'grapheme' }), anyText, (json, text) => {
      const credential = JSON.stringify({ json, text, end: ']]>' })
      const assertion = JSON.stringify({ id: text, text: json })
      const badges = unbakeSvg(baked({ assertion, credential }))?.badges ?? []
      expect(badges.map(({ kind }) => kind)).toEqual(['credential', 'assertion'])
      expect(badges.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
        JSON.parse(credential),
        JSON.parse(assertion),
      ])
    }),
  )
})

test('JSON without what XML forbids comes out to the byte', () => {
  const credential = JSON.stringify({ name: 'Ünï 学 & <b> "x"', list: [[1]] }, null, 1)
  expect(badgesIn(baked({ credential }).toString())).toEqual([
    { kind: 'credential', text: credential, how: 'plain' },
  ])
})

test('a signed badge comes out of the attribute', () => {
  const made = baked({ assertion: 'eyJ.2.s', credential: 'eyJ.3.s' })
  expect(badgesIn(made.toString())).toEqual([
    { kind: 'credential', text: 'eyJ.3.s', how: 'plain' },
    { kind: 'assertion', text: 'eyJ.2.s', how: 'plain' },
  ])
})

test('all other bytes of the drawing are as they were', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const made = baked({ credential: JSON.stringify({ text }) }).toString()
      expect(made.startsWith(`<svg ${ns} xmlns:openbadges="${ob3}"><openbadges:credential>`)).toBe(
        true,
      )
      expect(made.endsWith('</openbadges:credential><circle r="4"/></svg>')).toBe(true)
    }),
  )
})

test.each([
  ['any prefix', `<svg ${ns} xmlns:x="${ob3}"><x:credential>{}</x:credential></svg>`],
  ['no prefix', `<svg ${ns}><credential xmlns="${ob3}">{}</credential></svg>`],
  [
    'an element further down',
    `<svg ${ns} xmlns:x="${ob3}"><g><x:credential>{}</x:credential></g></svg>`,
  ],
  [
    'a document type',
    `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://w3.test/x.dtd">` +
      `<svg ${ns} xmlns:x="${ob3}"><x:credential><![CDATA[ {} ]]></x:credential></svg>`,
  ],
  [
    'a divided CDATA section',
    `<svg ${ns} xmlns:x="${ob3}"><x:credential>\n<![CDATA[{]]><![CDATA[}]]>\n</x:credential></svg>`,
  ],
])('%s will do', (_what, svg) => {
  expect(badgesIn(svg)).toEqual([{ kind: 'credential', text: '{}', how: 'plain' }])
})

test('the prefix alone makes no badge, and another namespace another thing', () => {
  expect(
    badgesIn(
      `<svg ${ns} xmlns:openbadges="urn:x"><openbadges:credential>{}</openbadges:credential></svg>`,
    ),
  ).toEqual([])
  const record = `<svg ${ns} xmlns:c="https://purl.imsglobal.org/clr/v2p0"><c:credential verify="x"/></svg>`
  expect(badgesIn(record)).toMatchObject([{ kind: 'record' }])
})

test('an address without a body, and a body before an address', () => {
  expect(
    badgesIn(`<svg ${ns} xmlns:o="${ob2}"><o:assertion verify="https://p.test/1"/></svg>`),
  ).toMatchObject([{ text: 'https://p.test/1' }])
  expect(
    badgesIn(
      `<svg ${ns} xmlns:o="${ob2}"><o:assertion verify="https://p.test/1">{}</o:assertion></svg>`,
    ),
  ).toMatchObject([{ text: '{}' }])
})

test('an element without anything in it is damage', () => {
  expect(unbakeSvg(Buffer.from(`<svg ${ns} xmlns:o="${ob2}"><o:assertion/></svg>`))).toEqual({
    badges: [],
    isDamaged: true,
  })
})

test('entities are never resolved: the document is refused', () => {
  const bomb = `<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>`
  for (const entity of ['a', 'b', 'e'])
    expect(unbakeSvg(Buffer.from(`${bomb}<svg ${ns}><text>&${entity};</text></svg>`))).toBeNull()
  expect(unbakeSvg(Buffer.from(`${bomb}<svg ${ns}/>`))).toEqual({ badges: [], isDamaged: false })
})

test('nesting without end is refused, and quickly', () => {
  const deep = `<svg ${ns}>${'<g>'.repeat(400_000)}`
  const start = performance.now()
  expect(unbakeSvg(Buffer.from(deep))).toBeNull()
  expect(
    unbakeSvg(Buffer.from(`<svg ${ns}>${'<g>'.repeat(300)}${'</g>'.repeat(300)}</svg>`)),
  ).toBeNull()
  expect(performance.now() - start).toBeLessThan(1000)
})

test('other encodings than UTF-8 are not read', () => {
  expect(unbakeSvg(Buffer.from(plain, 'utf16le'))).toBeNull()
})
