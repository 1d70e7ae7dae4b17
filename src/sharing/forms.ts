import { z } from 'zod'

const ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

export const publishForm = z
  .object({
    visibility: z.enum(['ONLY_ME', 'LINK', 'PUBLIC'], { error: 'Choose who can see this badge' }),
    showName: ticked,
    searchEngines: ticked,
  })
  // What nobody sees, search engines must not find.
  .transform((chosen) =>
    chosen.visibility === 'ONLY_ME' ? { ...chosen, searchEngines: false } : chosen,
  )

export type Publication = z.infer<typeof publishForm>
