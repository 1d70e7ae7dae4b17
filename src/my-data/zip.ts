import { ReadableStream, TextEncoderStream, TransformStream } from 'node:stream/web'
import { promisify } from 'node:util'
import { crc32, deflateRaw, deflateRawSync } from 'node:zlib'
import { configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'

const packInBackground = promisify(deflateRaw)

/** A file so large is packed aside; to hand a smaller one over takes longer than to pack it. */
const large = 64 * 1024

/** A whole file, or one in pieces. */
export type FileInZip = WholeFile | { path: string; pieces: AsyncIterable<string> }

interface WholeFile {
  path: string
  content: string | Buffer
  /** Its kind is packed already. */
  isPacked?: boolean
}

// The queue's workers do not hold up pages; a thread for each file would cost more than it saves.
configure({ useWebWorkers: false })

/**
 * A ZIP that is made while it is read: one file after another, so that no more than one is in
 * memory. The same files at the same time give the same bytes.
 */
export function zipped(files: AsyncIterable<FileInZip>, at: Date): AsyncIterable<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  addAll(files, writable, at).catch((error: Error) =>
    // Whoever reads is told; if they have left already, nobody is.
    writable.abort(error).catch(() => undefined),
  )
  return readable
}

async function addAll(files: AsyncIterable<FileInZip>, into: WritableStream, at: Date) {
  const zip = new ZipWriter(into, { lastModDate: at, extendedTimestamp: false })
  for await (const file of files) {
    if ('pieces' in file) await zip.add(file.path, bytesOf(file.pieces), { level: 6 })
    else await addWhole(zip, file)
  }
  await zip.close()
}

const bytesOf = (pieces: AsyncIterable<string>): ReadableStream<Uint8Array> =>
  ReadableStream.from(pieces).pipeThrough(new TextEncoderStream())

/** Packed here: the writer's own way makes streams for each file, which takes it twice as long. */
async function addWhole(
  zip: ZipWriter<unknown>,
  { path, content, isPacked = false }: WholeFile,
): Promise<void> {
  const bytes = Buffer.from(content)
  const packed = isPacked ? bytes : await pack(bytes)
  await zip.add(path, new Uint8ArrayReader(packed), {
    ...{ passThrough: true, uncompressedSize: bytes.length, signature: crc32(bytes) },
    compressionMethod: isPacked ? 0 : 8,
  })
}

const pack = (bytes: Buffer): Buffer | Promise<Buffer> =>
  bytes.length < large ? deflateRawSync(bytes) : packInBackground(bytes)
