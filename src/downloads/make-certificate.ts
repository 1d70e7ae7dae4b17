import { Worker } from 'node:worker_threads'
import { seconds } from '#durations'
import { Overloaded } from '#errors'
import type { Certificate } from './certificate.ts'

const program = new URL('certificate-thread.ts', import.meta.url)
const timeLimit = seconds(30)
const atOnce = 8
let underWay = 0

/**
 * Makes the PDF in a thread of its own: reading fonts and pictures takes some hundred milliseconds
 * of computing, during which no other page would be answered.
 */
export async function makeCertificate(certificate: Certificate): Promise<Buffer> {
  if (underWay >= atOnce) throw new Overloaded('too many certificates at once')
  underWay += 1
  try {
    return Buffer.from(await inThread(certificate))
  } finally {
    underWay -= 1
  }
}

function inThread(certificate: Certificate): Promise<Uint8Array> {
  const worker = new Worker(program, { workerData: certificate })
  const tooLate = setTimeout(() => void worker.terminate(), timeLimit)
  return new Promise<Uint8Array>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    // After a message this changes nothing any more.
    worker.once('exit', () => reject(new Error('a certificate took too long')))
  }).finally(() => clearTimeout(tooLate))
}
