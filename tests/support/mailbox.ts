import type { AddressInfo, Socket } from 'node:net'
import { domainToASCII } from 'node:url'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/** How the server answers mail to an address. */
type Behaviour = 'refuse' | 'defer' | 'hang' | 'drop'

export interface ReceivedMail extends Email {
  /** Whom the envelope named, which is who would get it. */
  recipients: string[]
  source: string
}

export interface Mailbox {
  url: string
  mails: ReceivedMail[]
  mailsTo: (address: string) => ReceivedMail[]
  /** The nth mail to the address, as soon as it is there. */
  mailTo: (address: string, nth?: number) => Promise<ReceivedMail>
  /** How often somebody tried to mail the address. */
  attemptsFor: (address: string) => number
  /** 550 at RCPT (refuse), 451 (defer), silence after DATA (hang), an end before "250" (drop). */
  when: (address: string, does: Behaviour | 'accept') => void
  close: () => Promise<void>
}

/** The mail server of this run, once `startMailbox` was called. */
export let mailbox: Mailbox

type Done = (error?: Error | null) => void

/** A real mail server on a free port. It keeps what it gets and can be told to misbehave. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  const behaviours = new Map<string, Behaviour>()
  const attempts = new Map<string, number>()
  const sockets = new Map<string, Socket>()

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done) {
    const source = await textOf(stream)
    const recipients = session.envelope.rcptTo.map(({ address }) => asSent(address))
    const does = behaviours.get(recipients[0] ?? '')
    if (does === 'hang') return
    mails.push({ ...(await PostalMime.parse(source)), recipients, source })
    if (does === 'drop') sockets.get(key(session))?.destroy()
    else done()
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onRcptTo(recipient, _session, done) {
      const address = asSent(recipient.address)
      attempts.set(address, (attempts.get(address) ?? 0) + 1)
      done(answerTo(behaviours.get(address)))
    },
    onData(stream, session, done) {
      receive(stream, session, done).catch((error: Error) => done(error))
    },
  })
  server.on('error', () => undefined) // what clients do to their connections is their affair
  server.server.on('connection', (socket) => sockets.set(`${socket.remotePort}`, socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const mailsTo = (address: string) =>
    mails.filter(({ recipients }) => recipients.includes(address))

  mailbox = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    mailsTo,
    mailTo: (address, nth = 1) =>
      soon(() => mailsTo(address)[nth - 1], `mail ${nth} to ${address}`),
    attemptsFor: (address) => attempts.get(address) ?? 0,
    when(address, does) {
      if (does === 'accept') behaviours.delete(address)
      else behaviours.set(address, does)
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return mailbox
}

/** The server shows other scripts' domains in their own letters; on the wire they are punycode. */
const asSent = (address: string) => address.replace(/[^@]+$/, domainToASCII)

const key = (session: SMTPServerSession) => `${session.remotePort}`

function answerTo(behaviour: Behaviour | undefined): Error | null {
  if (behaviour === 'refuse') return smtpError(550, '5.1.1 There is nobody of this name')
  if (behaviour === 'defer') return smtpError(451, '4.7.1 Please try again later')
  return null
}

function smtpError(responseCode: number, message: string) {
  return Object.assign(new Error(message), { responseCode })
}

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** The nth mail to the address whose subject begins so. Mails of other kinds may come in between. */
export const mailAbout = (address: string, subject: string, nth = 1) =>
  soon(
    () => mailbox.mailsTo(address).filter((mail) => mail.subject?.startsWith(subject))[nth - 1],
    `mail ${nth} “${subject}” to ${address}`,
  )

/** Asks until there is an answer, for ten seconds unless told otherwise. */
export async function soon<Found>(
  ask: () => Found | undefined | Promise<Found | undefined>,
  what: string,
  patience = 10_000,
) {
  const until = Date.now() + patience
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    if (Date.now() > until) throw new Error(`There was no ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
