import type { Response } from 'express'

/** A link, or a button that changes something. */
type Action = { label: string; primary?: boolean } & ({ href: string } | { post: string })

export interface Message {
  heading: string
  text: string[]
  actions: Action[]
}

/** A page that only says where things stand and what to do next. */
export function showMessage(res: Response, { heading, text, actions }: Message) {
  res.render('shared/message', { title: heading, heading, text, actions })
}
