import { Router, type Response } from 'express'
import { showMessage } from '#web/message'
import { findSender, unsubscribe } from './unsubscription.ts'

/** Looking asks; only the button, or the mail program's one click (RFC 8058), stops the emails. */
export const unsubscriptions = Router()

unsubscriptions.get('/:token', async (req, res) => {
  const sender = await findSender(req.params.token, req.now)
  if (!sender) return sayDoesNotWork(res)
  showMessage(res, {
    heading: `No more emails from ${sender.issuerName}?`,
    text: ['New badges still wait for you on Home. You will not get an email about them.'],
    actions: [{ label: 'Yes, stop these emails', post: `/u/${req.params.token}`, primary: true }],
  })
})

unsubscriptions.post('/:token', async (req, res) => {
  const issuerName = await unsubscribe(req.params.token, req.now)
  if (issuerName === null) return sayDoesNotWork(res)
  showMessage(res, {
    heading: 'You will get no more of these emails',
    text: [`${issuerName} can still send you badges. They wait for you on Home.`],
    actions: [],
  })
})

function sayDoesNotWork(res: Response) {
  showMessage(res, {
    status: 404,
    heading: 'This link does not work',
    text: ['Part of the link may be missing. Copy the whole link from the email.'],
    actions: [{ label: 'Help', href: '/help' }],
  })
}
