import sharp from 'sharp'
import { tag } from '#badges/badge'
import { db } from '#db'
import { accept, decline } from '#inbox/decisions'
import { revoke } from '#issuing/award'
import { publish } from '#sharing/publication'
import { clock } from '../support/app.ts'
import { awarded, badgeOf, heldBadge, issuer, learner, pendingBadge } from '../support/people.ts'

const pngPicture = async () => {
  const drawn = sharp({ create: { width: 64, height: 64, channels: 4, background: 'teal' } })
  return `data:image/png;base64,${(await drawn.png().toBuffer()).toString('base64')}`
}

/** Maria with a badge in every state. */
export async function everyState() {
  const maria = await learner('Maria')
  const board = await issuer('=HYPERLINK("http://evil.test")')
  const held = await heldBadge(maria, '=cmd|"/C calc"!A0')
  const english = await badgeOf(board, 'شهادة / 英语', {
    image: await pngPicture(),
    skills: ['a', 'b'],
  })
  const shown = await awarded(board, english, { email: maria.addresses[0], name: 'Maria Rossi' })
  await accept(maria, shown, clock.now())
  const chosen = { visibility: 'LINK', showName: true, searchEngines: false } as const
  await publish(maria, shown, chosen, clock.now())
  await tag(maria, shown, ['+school', 'exam'])
  const revoked = await heldBadge(maria, 'Taken Back')
  const { issuerId } = await db.assertion.findUniqueOrThrow({ where: { id: revoked } })
  await revoke({ id: issuerId, name: '' }, revoked, 'A mistake', clock.now())
  const waiting = await pendingBadge(maria, 'Waiting')
  const declined = await pendingBadge(maria, 'Declined')
  await decline(maria, declined, clock.now())
  return { maria, held, shown, revoked, waiting, declined }
}
