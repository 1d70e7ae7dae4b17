import { minutes } from '#durations'

const resendAfter = minutes(1)
const triesPerCode = 5

// A row that waits for its address to be shown to be somebody's: its mail carries a code. A new mail
// can be asked for once a minute; it brings a new code with tries of its own, and the old one ends.

/** Seconds until another mail may be asked for; 0 is now. */
export function canSendIn({ mailedAt }: { mailedAt: Date }, now: Date): number {
  return Math.max(0, Math.ceil((+mailedAt + resendAfter - +now) / 1000))
}

/** Rows whose last mail is old enough for a new one. */
export const mayBeMailed = (now: Date) => ({ mailedAt: { lte: new Date(+now - resendAfter) } })

export const nextMailing = (now: Date) => ({
  mailedAt: now,
  mailing: { increment: 1 },
  codeTries: 0,
})

/** Rows with tries left at the code of their newest mail. */
export const mayBeTried = { codeTries: { lt: triesPerCode } }
export const oneTry = { codeTries: { increment: 1 } }
