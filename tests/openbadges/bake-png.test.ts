import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bakePng } from '#openbadges/bake-png'
import { chunk, drawn, withChunks } from './pictures.ts'

const assertion = JSON.stringify({
  type: 'Assertion',
  id: 'https://p.test/b/1.json',
  name: 'Ünï 学',
})

interface Chunk {
  type: string
  data: Buffer
}

/** The chunks of a PNG, read without any of our own code; throws where a CRC is wrong. */
function chunksOf(png: Buffer): Chunk[] {
  expect(png.toString('latin1', 0, 8)).toBe('\x89PNG\r\n\x1a\n')
  const chunks: Chunk[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const typeAndData = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(typeAndData))
    chunks.push({ type: typeAndData.toString('latin1', 0, 4), data: typeAndData.subarray(4) })
    at += 12 + length
  }
  return chunks
}

const baked = (png: Buffer, text = assertion) => {
  const made = bakePng(png, { assertion: text })
  if (!made) throw new Error('this was not taken for a PNG')
  return made
}

test('the assertion stands once, uncompressed, right behind the header', () => {
  const [header, text, ...others] = chunksOf(baked(drawn))
  expect(header?.type).toBe('IHDR')
  expect(text?.type).toBe('iTXt')
  expect(text?.data.toString()).toBe(`openbadges\0\0\0\0\0${assertion}`)
  expect(others.map(({ type }) => type)).not.toContain('iTXt')
})

test('a picture can hold one badge in both versions, each under its own keyword', () => {
  const made = bakePng(drawn, { assertion, credential: 'eyJ.e.s' })
  const texts = chunksOf(made ?? drawn).filter(({ type }) => type === 'iTXt')
  expect(texts.map(({ data }) => data.toString())).toEqual([
    'openbadgecredential\0\0\0\0\0eyJ.e.s',
    `openbadges\0\0\0\0\0${assertion}`,
  ])
})

test('every other chunk stays as it was, and so does every pixel', async () => {
  const made = baked(drawn)
  expect(chunksOf(made).filter(({ type }) => type !== 'iTXt')).toEqual(chunksOf(drawn))
  const pixels = (png: Buffer) => sharp(png).raw().toBuffer()
  expect((await pixels(made)).equals(await pixels(drawn))).toBe(true)
})

test('baking again takes the place of what was baked, to the byte', () => {
  const again = baked(baked(drawn, 'the first'))
  expect(again.equals(baked(drawn))).toBe(true)
})

test.each([
  ['the address of an early badge', chunk('tEXt', 'openbadges\0https://other.test/1.json')],
  [
    'a compressed one',
    chunk('zTXt', Buffer.concat([Buffer.from('openbadges\0\0'), deflateSync('x')])),
  ],
  ['one behind the pixels', chunk('iTXt', 'openbadges\0\0\0en\0badge\0somebody else')],
  ['one of Open Badges 3.0', chunk('iTXt', 'openbadgecredential\0\0\0\0\0somebody else')],
  ['a whole learner record', chunk('iTXt', 'clrcredential\0\0\0\0\0somebody else')],
])('%s that was baked for somebody else is gone', (_what, old) => {
  expect(baked(withChunks(old)).equals(baked(drawn))).toBe(true)
})

test('two that were baked against the rule are both gone', () => {
  const old = chunk('iTXt', 'openbadges\0\0\0\0\0x')
  expect(baked(withChunks(old, old)).equals(baked(drawn))).toBe(true)
})

test('other texts stay, those with a longer or shorter keyword too', () => {
  const others = ['Title\0x', 'openbadgesish\0x', 'openbadge\0x', 'no keyword'].map((data) =>
    chunk('tEXt', data),
  )
  const kept = chunksOf(baked(withChunks(...others))).filter(({ type }) => type === 'tEXt')
  expect(kept).toHaveLength(4)
})

test('what stands behind the end of the picture stays there', () => {
  const trailer = Buffer.from('appended by a camera')
  const made = baked(Buffer.concat([drawn, trailer]))
  expect(made.subarray(-trailer.length).equals(trailer)).toBe(true)
  expect(made.length).toBe(baked(drawn).length + trailer.length)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('not a picture')],
  ['a signature alone', drawn.subarray(0, 8)],
  ['a picture without an end', drawn.subarray(0, -12)],
  ['a picture cut within a chunk', drawn.subarray(0, -20)],
  ['a picture with a flipped bit', Buffer.from(drawn).fill(drawn.readUInt8(20) ^ 1, 20, 21)],
  ['a length beyond the file', Buffer.from(drawn).fill(0xff, 8, 12)],
  ['a first chunk that is no header', Buffer.concat([drawn.subarray(0, 8), drawn.subarray(33)])],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
])('%s is no PNG', (_what, bytes) => {
  expect(bakePng(bytes, { assertion })).toBeNull()
})
