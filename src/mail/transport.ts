import { createTransport, type SendMailOptions } from 'nodemailer'
import { seconds } from '#durations'
import { log } from '#log'
import { GiveUp, OutOfReach, TryLater } from '#queue/failures'
import { hurryJobsOutOfReach } from '#queue/queue'
import { oneLine } from './wording.ts'

const limits = {
  pool: true,
  maxConnections: 10, // as many as there are jobs at once, so no mail waits for one that hangs
  maxRequeues: 0, // the queue tries again, and writes it down
  idleTimeout: seconds(10),
  connectionTimeout: seconds(10),
  greetingTimeout: seconds(10),
  socketTimeout: seconds(60),
  dnsTimeout: seconds(10),
} as const

let smtp: ReturnType<typeof connectTo> | undefined
let wasOutOfReach = true // nobody knows what failed before this process began

/** Hands a message to the mail server; it has taken charge of it when this returns. */
export async function deliver(message: SendMailOptions, smtpUrl: string): Promise<void> {
  smtp ??= connectTo(smtpUrl)
  try {
    await smtp.sendMail(message)
  } catch (error) {
    const meaning = meaningOf(error)
    if (meaning instanceof OutOfReach) wasOutOfReach = true
    throw meaning
  }
  if (wasOutOfReach) hurryOthers()
}

/** The message as it would go out. */
export async function compose(message: SendMailOptions): Promise<string> {
  const composer = createTransport({ streamTransport: true, buffer: true })
  const { message: source } = await composer.sendMail(message)
  return Buffer.isBuffer(source) ? source.toString() : ''
}

/** Ends connections to the mail server, those that hang too. */
export function closeTransport(): void {
  smtp?.close({ force: true })
  smtp = undefined
}

function connectTo(url: string) {
  return createTransport({ ...limits, url })
}

function hurryOthers() {
  wasOutOfReach = false
  hurryJobsOutOfReach().catch((error: unknown) =>
    log.warn({ error }, 'waiting mail was not hurried'),
  )
}

const noConnection = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'],
  ...['CONNECTION_TIMEOUT', 'GREETING_TIMEOUT'],
])

/** What nodemailer adds to its errors. */
interface SmtpError extends Error {
  code: string
  originalCode?: string
  responseCode?: number
  command?: string
}

const isSmtpError = (error: unknown): error is SmtpError =>
  error instanceof Error && 'code' in error

/**
 * The mail server's no to this recipient or this message is final; anything else it says, and
 * silence, may be better in a while. Errors of our own stay what they are.
 */
function meaningOf(error: unknown): unknown {
  if (!isSmtpError(error)) return error
  const { responseCode = 0, command = '', originalCode = '' } = error
  const reason = withoutAddresses(error.message)
  if (responseCode >= 500 && /RCPT|DATA/.test(command)) return new GiveUp(`refused: ${reason}`)
  return noConnection.has(originalCode) ? new OutOfReach(reason) : new TryLater(reason)
}

/** Mail servers repeat the address, and reasons are kept and logged. */
const withoutAddresses = (text: string) =>
  oneLine(text)
    .replace(/\S+@\S+/g, '(address)')
    .slice(0, 300)
