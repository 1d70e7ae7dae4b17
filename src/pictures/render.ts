import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { BadRequest, Overloaded } from '#errors'
import type { PictureFile } from './picture-file.ts'

/** Pixels of the square PNGs that are made of each picture. */
export const sizes = [160, 320, 640] as const

export interface Rendition {
  size: number
  png: Uint8Array<ArrayBuffer>
}

const program = fileURLToPath(new URL('render-process.ts', import.meta.url))
const timeLimit = 10_000
const atOnce = availableParallelism()
let running = 0

/**
 * Draws a picture in all sizes, in a process of its own: a picture made to hurt can only hurt
 * that process, and it is ended after ten seconds.
 */
export async function render(file: PictureFile): Promise<Rendition[]> {
  if (running >= atOnce * 4) throw new Overloaded('too many pictures at once')
  running += 1
  try {
    return await renderApart(file)
  } finally {
    running -= 1
  }
}

function renderApart(file: PictureFile): Promise<Rendition[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
      timeout: timeLimit,
      killSignal: 'SIGKILL',
    })
    const answer: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => answer.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(split(Buffer.concat(answer)))
      else
        reject(
          new BadRequest(
            'The picture could not be drawn. Save it again with another program.',
            422,
          ),
        )
    })
    child.stdin.on('error', () => {}) // it may have ended before it read everything: 'close' tells
    child.stdin.end(file.bytes)
  })
}

/** The answer of the process: each PNG after its length in four bytes, in the order of `sizes`. */
function split(answer: Buffer): Rendition[] {
  let at = 0
  return sizes.map((size) => {
    const length = answer.readUInt32BE(at)
    const png = Uint8Array.from(answer.subarray(at + 4, at + 4 + length))
    at += 4 + length
    return { size, png }
  })
}
