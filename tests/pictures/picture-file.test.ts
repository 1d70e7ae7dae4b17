import { crc32, deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readPicture } from '#pictures/picture-file'
import { render } from '#pictures/render'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A black PNG that says it has this size, with other chunks before its end. */
function png(width: number, height: number, more: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((Math.min(width, 64) + 1) * Math.min(height, 64))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([signature, ...parts])
}

const pngUrl = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`
const svgUrl = (text: string) => `data:image/svg+xml,${encodeURIComponent(text)}`
const svg = (inside: string, attributes = '') =>
  svgUrl(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" ${attributes}>${inside}</svg>`,
  )

function problemOf(url: string): string {
  const read = readPicture(url)
  return read.ok ? 'taken' : read.problem
}

test.each([
  ['a PNG', pngUrl(png(64, 64))],
  ['an SVG with shapes', svg('<g><path d="M0 0h9v9z" fill="#123"/><circle r="2"/></g>')],
  [
    'an SVG in base64',
    `data:image/svg+xml;base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')}`,
  ],
  [
    'a gradient used by its name',
    svg('<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use href="#b"/>'),
  ],
  ['a style of its own', svg('<style>.a { fill: url("#b") }</style>')],
  [
    'an editor’s notes',
    svg('<metadata/><n:view xmlns:n="http://www.inkscape.org/namespaces/inkscape" zoom="1"/>'),
  ],
])('%s is taken', (_what, url) => {
  expect(problemOf(url)).toBe('taken')
})

test.each([
  ['too many pixels', pngUrl(png(30_000, 30_000)), /30000 × 30000 pixels/],
  ['no pixels', pngUrl(png(0, 5)), /without any pixels/],
  ['a cut off end', pngUrl(png(9, 9).subarray(0, -20)), /cut off/],
  [
    'a length that lies',
    pngUrl(
      Buffer.concat([png(9, 9).subarray(0, 33), Buffer.from('ffffffff', 'hex'), Buffer.alloc(9)]),
    ),
    /cut off/,
  ],
  ['a changed byte', pngUrl(Buffer.from(png(9, 9)).fill(7, 20, 21)), /damaged|pixels/],
  [
    '200,000 parts',
    pngUrl(
      png(
        9,
        9,
        Array.from({ length: 2_000 }, () => chunk('tEXt', Buffer.from('a'))),
      ),
    ),
    /more than 1000 parts/,
  ],
  ['3 MiB', pngUrl(png(9, 9, [chunk('tEXt', Buffer.alloc(3 * 1024 * 1024))])), /larger than 2 MiB/],
  ['an SVG that calls itself PNG', svg('').replace('svg+xml', 'png'), /another kind/],
  ['a PNG that calls itself SVG', pngUrl(png(9, 9)).replace('png', 'svg+xml'), /another kind/],
  ['nothing', 'data:image/png;base64,', /not a complete/],
  ['half an escape', 'data:image/svg+xml,%E0%A4%A', /not a complete/],
])('a picture with %s is refused and says why', (_what, url, why) => {
  expect(problemOf(url)).toMatch(why)
})

test.each([
  '<script>alert(1)</script>',
  '<g onload="alert(1)"/>',
  '<g ONCLICK="alert(1)"/>',
  '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
  '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
  '<a href="javascript:alert(1)"><rect/></a>',
  '<a xlink:href="https://evil.test"><rect/></a>',
  '<use href="data:image/svg+xml;base64,AAAA#x"/>',
  '<use xlink:href="https://evil.test/a.svg#x"/>',
  '<image href="https://evil.test/a.png"/>',
  '<image href="file:///etc/passwd"/>',
  '<image href="data:image/svg+xml,x"/>',
  '<animate attributeName="href" to="javascript:alert(1)"/>',
  '<set attributeName="onclick" to="alert(1)"/>',
  '<style>@import url(https://evil.test)</style>',
  '<style><![CDATA[ a { background: url(https://evil.test) } ]]></style>',
  '<style>a { background: \\75rl(https://evil.test) }</style>',
  '<rect fill="url(https://evil.test#a)"/>',
  '<rect style="background:url( \'https://evil.test\' )"/>',
  '<iframe src="https://evil.test"/>',
  '<?xml-stylesheet href="https://evil.test"?>',
  '<g>',
  '<g a="1" a="2"/>',
  `${'<g>'.repeat(200)}${'</g>'.repeat(200)}`,
  '<g/>'.repeat(30_000),
])('an SVG with %.60s is refused', (inside) => {
  expect(problemOf(svg(inside))).not.toBe('taken')
})

test.each([
  [
    'a DOCTYPE',
    '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
  ],
  ['another root', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
  ['no namespace', '<svg/>'],
  ['nothing in it', ''],
])('an SVG with %s is refused', (_what, text) => {
  expect(problemOf(svgUrl(text))).not.toBe('taken')
})

test('UTF-16 and compressed SVG are refused', () => {
  const text = '<svg xmlns="http://www.w3.org/2000/svg"/>'
  for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf16le'), deflateSync(text)]) {
    expect(problemOf(`data:image/svg+xml;base64,${bytes.toString('base64')}`)).not.toBe('taken')
  }
})

test('a picture is drawn as square PNGs, without what was written into the file', async () => {
  const secret = 'somebody took this at home'
  const read = readPicture(pngUrl(png(64, 32, [chunk('tEXt', Buffer.from(`Comment\0${secret}`))])))
  if (!read.ok) throw new Error(read.problem)
  const drawn = await render(read.picture)
  expect(
    drawn.map(({ size, png }) => [
      size,
      Buffer.from(png).readUInt32BE(16),
      Buffer.from(png).readUInt32BE(20),
    ]),
  ).toEqual([
    [160, 160, 160],
    [320, 320, 320],
    [640, 640, 640],
  ])
  expect(drawn.some(({ png }) => Buffer.from(png).includes(secret))).toBe(false)
})

test('a picture that cannot be drawn is the sender’s mistake', async () => {
  const bytes = Buffer.concat([
    png(64, 64).subarray(0, 33),
    chunk('IDAT', Buffer.from('not zlib')),
    chunk('IEND', Buffer.alloc(0)),
  ])
  const read = readPicture(pngUrl(bytes))
  if (!read.ok) throw new Error(read.problem)
  await expect(render(read.picture)).rejects.toMatchObject({ status: 422 })
})
