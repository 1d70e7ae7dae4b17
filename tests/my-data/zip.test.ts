import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { csv } from '#my-data/csv'
import { badgeFolders } from '#my-data/folders'
import { zipped, type FileInZip } from '#my-data/zip'
import { isSafe, tableIn, unzip } from './unzip.ts'

const at = new Date('2026-11-25T10:00:00Z')

async function* each<One>(all: Iterable<One>) {
  await Promise.resolve()
  yield* all
}

async function all(pieces: AsyncIterable<Uint8Array>) {
  const kept: Uint8Array[] = []
  for await (const piece of pieces) kept.push(piece)
  return Buffer.concat(kept)
}

async function textOf(pieces: AsyncIterable<string>) {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

const files: FileInZip[] = [
  { path: 'a.txt', content: 'words' },
  { path: 'folder/empty.txt', content: '' },
  { path: 'packed.png', content: Buffer.from('as it is'), isPacked: true },
  { path: 'folder/large.bin', content: Buffer.alloc(3_000_000, 'xyz') },
]
const withPieces = () => each([...files, { path: 'pieces.csv', pieces: each(['é', '学', '']) }])

test('a ZIP holds every file, and the same files give the same bytes', async () => {
  const zip = await all(zipped(withPieces(), at))
  const found = await unzip(zip)
  const paths = ['a.txt', 'folder/empty.txt', 'packed.png', 'folder/large.bin', 'pieces.csv']
  expect([...found.keys()]).toEqual(paths)
  expect(zip.includes('as it is')).toBe(true)
  expect(found.get('folder/large.bin')).toEqual(Buffer.alloc(3_000_000, 'xyz'))
  expect(found.get('pieces.csv')?.toString()).toBe('é学')
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  expect(digest(await all(zipped(withPieces(), at)))).toBe(digest(zip))
})

test('a file is asked for only when the one before it has been read', async () => {
  let asked = 0
  const large = Buffer.alloc(200_000, 'incompressible').map((_, index) => (index * 7919) % 251)
  async function* many(): AsyncGenerator<FileInZip> {
    await Promise.resolve()
    for (; asked < 500; asked += 1) yield { path: `${asked}.bin`, content: Buffer.from(large) }
  }
  for await (const piece of zipped(many(), at)) if (piece.length > 0) break
  expect(asked).toBeLessThan(50)
})

test('what goes wrong while a file is made reaches whoever reads the ZIP', async () => {
  async function* broken() {
    yield 'so far so good'
    await Promise.resolve()
    throw new Error('the database is away')
  }
  const reading = all(zipped(each([{ path: 'a.txt', pieces: broken() }]), at))
  await expect(reading).rejects.toThrow('the database is away')
  async function* noFiles(): AsyncGenerator<FileInZip> {
    yield { path: 'a.txt', content: 'x' }
    await Promise.resolve()
    throw new Error('no more badges')
  }
  await expect(all(zipped(noFiles(), at))).rejects.toThrow('no more badges')
})

test('a table is RFC 4180, and no cell is a formula', async () => {
  const hostile = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    'say "hi", she said',
    'a\nb',
    'ana =1',
  ]
  const text = await textOf(csv(['one', 'two'], each(hostile.map((cell) => [cell, '']))))
  expect(text.charCodeAt(0)).toBe(0xfeff)
  expect(text).not.toMatch(/(^|[^\r])\n(?!b)/)
  const [head, ...rows] = tableIn(text.slice(1))
  expect(head).toEqual(['one', 'two'])
  expect(rows.map(([cell]) => cell)).toEqual([
    ...["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\r=1"],
    ...['say "hi", she said', 'a\nb', 'ana =1'],
  ])
})

test('folders have names that every system takes, none twice, and the same each time', () => {
  const folderOf = badgeFolders()
  const names = [
    ...[
      'B2 English',
      'شهادة اللغة',
      '英语 证书',
      '../../etc/passwd',
      'a/b\\c:d*e?"f<g>|h',
      'CON',
      '.',
    ],
    ...['x'.repeat(300), ' ', 'Ünïcödé ß', 'trailing.', '\u202Egnp.exe'],
  ]
  const badges = names.map((name, index) => ({
    id: `${index}abcdefghijklmnopqrstuvwxy`.slice(0, 25),
    name,
    ownerId: 'me',
  }))
  const given = badges.map((badge) => folderOf(badge) ?? '')
  for (const folder of given)
    expect({ folder, isSafe: isSafe(folder) }).toEqual({ folder, isSafe: true })
  expect(given[0]).toBe('badges/0ABCDEFGHI-b2-english')
  expect(given[1]).toBe('badges/1ABCDEFGHI-badge')
  expect(badges.map(folderOf)).toEqual(given)

  const twins = ['same-number-a', 'same-number-b'].map((id) =>
    folderOf({ id, name: 'Twin', ownerId: 'me' }),
  )
  expect(new Set(twins).size).toBe(2)
  expect(folderOf({ id: 'z', name: 'Waiting', ownerId: null })).toBeNull()
})
