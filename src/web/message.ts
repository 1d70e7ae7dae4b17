import type { Response } from 'express'

/** A link, or a button that changes something. */
type Action = { label: string; primary?: boolean } & ({ href: string } | { post: string })

export interface Message {
  /** 200 unless it says otherwise. */
  status?: number
  heading: string
  text: string[]
  actions: Action[]
}

/** A page that only says where things stand and what to do next. */
export function showMessage(res: Response, { status, heading, text, actions }: Message) {
  if (status !== undefined) res.status(status)
  res.render('shared/message', { title: heading, heading, text, actions })
}
