import { parentPort, workerData } from 'node:worker_threads'
import { drawCertificate, type Certificate } from './certificate.ts'

// Runs in a worker thread: make-certificate.ts starts one for each certificate.
parentPort?.postMessage(await drawCertificate(workerData as Certificate))
