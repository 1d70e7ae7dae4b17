import type { Request } from 'express'
import { leavingLasts } from '#accounts/lifetimes'
import type { Visitor } from '#providers/visitor'

/** Remembers in this browser who came from a provider, until they gave an address or logged in. */
export function keepVisitor(req: Request, visitor: Visitor, to: string): void {
  req.session.visiting = { visitor, at: +req.now, to }
}

/** Who that was, and where they wanted to go; null after ten minutes. */
export function visitingOf({ session, now }: Request) {
  const { visiting } = session
  return visiting && +now - visiting.at < leavingLasts ? visiting : null
}
