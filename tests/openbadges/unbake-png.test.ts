import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bakePng } from '#openbadges/bake-png'
import { unbakePng } from '#openbadges/unbake-png'
import { chunk, drawn, withChunks } from './pictures.ts'
import { anyText } from './any-text.ts'

const baked = (badges: Parameters<typeof bakePng>[1]) => bakePng(drawn, badges) ?? Buffer.alloc(0)

const itxt = (keyword: string, text: string | Buffer, flags = '\0\0', between = '\0\0') =>
  chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0${flags}${between}`), Buffer.from(text)]))

test('what was baked comes out again, whatever the text', () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const { badges, isDamaged } = unbakePng(baked({ assertion: one, credential: other }))
      expect(badges.map(({ kind, text }) => [kind, text])).toEqual([
        ['credential', other],
        ['assertion', one],
      ])
      expect(isDamaged).toBe(false)
    }),
  )
})

test('all other bytes of the picture are as they were', () => {
  fc.assert(
    fc.property(anyText, (credential) => {
      const made = baked({ credential })
      const added = made.length - drawn.length
      expect(made.subarray(0, 33).equals(drawn.subarray(0, 33))).toBe(true)
      expect(made.subarray(33 + added).equals(drawn.subarray(33))).toBe(true)
    }),
  )
})

test('a badge is found behind the pixels too, with a language and a translated keyword', () => {
  const picture = withChunks(itxt('openbadges', '{}', '\0\0', 'de\0Abzeichen\0'))
  expect(unbakePng(picture).badges).toEqual([{ kind: 'assertion', text: '{}', how: 'plain' }])
})

test('all that stand there are given, in the order of the file', () => {
  const picture = withChunks(
    itxt('openbadges', 'first'),
    itxt('openbadges', 'second'),
    itxt('clrcredential', 'record'),
  )
  expect(unbakePng(picture).badges.map(({ kind, text }) => [kind, text])).toEqual([
    ['assertion', 'first'],
    ['assertion', 'second'],
    ['record', 'record'],
  ])
})

test('an address of the early days is read from tEXt', () => {
  const picture = withChunks(chunk('tEXt', 'openbadges\0https://p.test/1.json'))
  expect(unbakePng(picture).badges).toEqual([
    { kind: 'assertion', text: 'https://p.test/1.json', how: 'legacy' },
  ])
})

test('compressed text is read, as iTXt and as zTXt', () => {
  const packed = deflateSync('{"ü":1}')
  expect(unbakePng(withChunks(itxt('openbadgecredential', packed, '\x01\0'))).badges).toEqual([
    { kind: 'credential', text: '{"ü":1}', how: 'compressed' },
  ])
  const old = Buffer.concat([Buffer.from('openbadges\0\0'), deflateSync('https://p.test/1')])
  expect(unbakePng(withChunks(chunk('zTXt', old))).badges).toEqual([
    { kind: 'assertion', text: 'https://p.test/1', how: 'compressed' },
  ])
})

test('a few bytes that would become very many are not unpacked', () => {
  // Its characters are fewer than its bytes, which are what counts.
  const bomb = deflateSync('ü'.repeat(600_000))
  expect(unbakePng(withChunks(itxt('openbadges', bomb, '\x01\0')))).toEqual({
    badges: [],
    isDamaged: true,
  })
})

test('a text that is far too long is left alone', () => {
  const picture = withChunks(itxt('openbadges', 'x'.repeat(1024 * 1024 + 1)))
  expect(unbakePng(picture).badges).toEqual([])
})

test('a badge with a wrong check sum is not given', () => {
  const made = baked({ credential: 'eyJ.e.s' })
  made[60] = (made[60] ?? 0) ^ 1
  expect(unbakePng(made)).toEqual({ badges: [], isDamaged: true })
})

test('a picture that is cut off behind the badge still gives it, and says that it is damaged', () => {
  const made = baked({ credential: 'eyJ.e.s' })
  expect(unbakePng(made.subarray(0, -20))).toMatchObject({
    badges: [{ text: 'eyJ.e.s' }],
    isDamaged: true,
  })
  expect(unbakePng(made.subarray(0, 50))).toEqual({ badges: [], isDamaged: true })
})

test('nothing behind the end of the picture is read', () => {
  const picture = Buffer.concat([drawn, itxt('openbadges', '{}')])
  expect(unbakePng(picture)).toEqual({ badges: [], isDamaged: false })
})

test.each([
  'openbadges',
  'openbadges\0',
  'openbadges\0\0',
  'openbadges\0\0\0',
  'openbadges\0\0\0en',
])('a chunk that ends within its head is damaged: %j', (data) => {
  expect(unbakePng(withChunks(chunk('iTXt', data))).badges).toEqual([])
})

test('no bytes at all make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(300), (bytes, at) => {
      const made = Uint8Array.from(baked({ credential: 'eyJ.e.s' }))
      made.set(bytes.subarray(0, Math.max(0, made.length - at)), Math.min(at, made.length))
      unbakePng(made)
      unbakePng(bytes)
    }),
  )
})
