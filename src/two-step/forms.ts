import { z } from 'zod'

export const appCodeHint = 'The code is not right. Wait for the next one in your app and try again'

export const recoveryCodeHint =
  'The recovery code is not right, or you have used it before. Try another one'

const missing = 'Enter the code'

/** Six digits from an app, or a recovery code of 16 letters and numbers. */
export const codeForm = z.object({
  code: z.string({ error: missing }).trim().min(1, missing).max(64, appCodeHint),
})
