import { parentPort, type MessagePort } from 'node:worker_threads'
import type { check, Verdict } from '#openbadges/check'
import type { Fetched } from '#openbadges/fetch-document'

/** What a thread is asked. Everything about this one check goes over a port of its own. */
export interface Asked {
  input: Uint8Array | string
  now: Date
  recipients: readonly string[] | undefined
  port: MessagePort
}

/** What comes back over the port: documents that are wanted, and at last the verdict. */
export type Reply =
  | { wanted: number; url: string; accept: string }
  | { verdict: Verdict }
  /** The library should never throw; this is how its authors hear of it. */
  | { problem: string }

export interface Found {
  wanted: number
  found: Fetched
}

/** "Are you still there?" and "yes": whoever computes without end cannot say it. */
export const ping = 'ping'

/** What a thread does all its life. It has no network: what it wants is fetched for it. */
export function answerChecks(checkBadge: typeof check): void {
  parentPort?.on('message', (message: Asked | typeof ping) => {
    if (message === ping) parentPort?.postMessage(ping)
    else void answer(checkBadge, message)
  })
  parentPort?.postMessage(ping)
}

async function answer(checkBadge: typeof check, { port, input, now, recipients }: Asked) {
  const reply = (message: Reply) => port.postMessage(message)
  const fetchDocument = wanting(port, reply)
  try {
    const compared = recipients === undefined ? {} : { recipients }
    reply({ verdict: await checkBadge(input, { now, fetchDocument, ...compared }) })
  } catch (error) {
    reply({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  } finally {
    port.close()
  }
}

function wanting(port: MessagePort, reply: (message: Reply) => void) {
  const waiting: ((found: Fetched) => void)[] = []
  port.on('message', ({ wanted, found }: Found) => waiting[wanted]?.(found))
  return (url: string, accept: string) =>
    new Promise<Fetched>((resolve) => {
      reply({ wanted: waiting.push(resolve) - 1, url, accept })
    })
}
