import { parse } from 'node:path'
import { crc32 } from 'node:zlib'
import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { db } from '#db'
import { site } from '../support/app.ts'
import type { Browser } from '../support/browser.ts'
import { soon } from '../support/mailbox.ts'

/** Opens a ZIP with somebody else's reader. */
function opened(bytes: Buffer): Promise<ZipFile> {
  const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true }
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, options, (error, zip) =>
      zip ? resolve(zip) : reject(error ?? new Error('this is no ZIP')),
    )
  })
}

/** Every file of a ZIP by its path; the reader checks sizes and each CRC is checked here. */
export async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await opened(bytes)
  const files = new Map<string, Buffer>()
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject).on('end', resolve)
    zip.on('entry', (entry: Entry) => {
      if (files.has(entry.fileName)) reject(new Error(`${entry.fileName} is there twice`))
      contentOf(zip, entry).then((content) => {
        if (crc32(content) !== entry.crc32) reject(new Error(`${entry.fileName} is damaged`))
        files.set(entry.fileName, content)
        zip.readEntry()
      }, reject)
    })
    zip.readEntry()
  })
  return files
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (!stream) return reject(error ?? new Error('no stream'))
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('error', reject).on('end', () => resolve(Buffer.concat(pieces)))
    })
  })
}

/** A table back from RFC 4180, by the rule and not by the package that wrote it. */
export function tableIn(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  return rows.slice(0, -1)
}

/** Asks for a copy and waits until it is there; gives the path of the download. */
export async function copyFor(browser: Browser): Promise<string> {
  await browser.submit('/settings/data')
  return soon(async () => linkIn((await browser.get('/settings/data')).text), 'copy', 20_000)
}

export const linkIn = (page: string) => /href="(\/settings\/data\/\w+)"/.exec(page)?.[1]

/** The answer to a request of this browser, as bytes. */
export async function fetched(browser: Browser, path: string, more: RequestInit = {}) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, ...(more.headers as Record<string, string> | undefined) }
  const answer = await fetch(site + path, { ...more, headers, redirect: 'manual' })
  return {
    ...answer,
    status: answer.status,
    headers: answer.headers,
    body: Buffer.from(await answer.arrayBuffer()),
  }
}

export const partsOf = (exportId: string) =>
  db.exportPart.findMany({ where: { exportId }, orderBy: { number: 'asc' } })

/** Whether a path can be written on Windows, macOS, Linux and a phone. */
export const isSafe = (path: string) =>
  path.length < 120 &&
  path
    .split('/')
    .every((part) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(part) && !parse(part).name.endsWith('.'))
