import { ReadableStream, TextEncoderStream, TransformStream } from 'node:stream/web'
import { configure, ZipWriter } from '@zip.js/zip.js'

/** A whole file, or one in pieces. */
export type FileInZip = { path: string } & (
  { content: string | Buffer; isPacked?: boolean } | { pieces: AsyncIterable<string> }
)

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
    const isPacked = 'content' in file && file.isPacked
    await zip.add(file.path, bytesOf(file), { level: isPacked ? 0 : 6 })
  }
  await zip.close()
}

function bytesOf(file: FileInZip): ReadableStream<Uint8Array> {
  if ('pieces' in file) return ReadableStream.from(file.pieces).pipeThrough(new TextEncoderStream())
  return ReadableStream.from([Buffer.from(file.content)])
}
