import type { Request } from 'express'
import { flash } from './flash.ts'

// What is said alike about the address of a sign-up and about one that is added to an account.

/** After *Send it again*. */
export function saySentAgain(req: Request, { sent }: { sent: boolean }): void {
  if (sent) flash(req, 'We sent you a new email', 'Use the code from the newest email.')
  else flash(req, 'Please wait a moment', 'You can ask for a new email once a minute.', 'info')
}

/** With the badges that the address has brought, and what else is to be said. */
export function sayConfirmed(req: Request, badges: number, ...more: string[]): void {
  const are = badges === 1 ? '1 badge is' : `${badges} badges are`
  const waiting = badges > 0 ? [`${are} waiting for you.`] : []
  flash(req, 'Email confirmed', ['Thank you.', ...waiting, ...more].join(' '))
}
