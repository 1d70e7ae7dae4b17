import { z } from 'zod'

/** One box, not ticked to begin with: to close an account is not done by a slip of the thumb. */
export const closeForm = z.object({
  understood: z.literal('on', { error: 'Tick the box to show that you understand' }),
})
