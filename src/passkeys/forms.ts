import { z } from 'zod'
import { line } from '#text'

export const doesNotWork = 'This passkey does not work here. Try again, or log in another way'
export const notAdded = 'This passkey could not be added. Please try again'

export const nameForm = z.object({ name: line(60, 'Enter a name, like My phone') })

/** Bytes in base64url, at most so many characters. */
const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]+$/)

// 1,023 bytes are the most that an authenticator may use for it.
const id = bytes(1364)

/** What a device answered to a challenge: JSON in a hidden field, of which nothing else is taken. */
function answer<Response extends z.ZodType>(response: Response, mistake: string) {
  const shape = z.object({ id, response })
  return z
    .string(mistake)
    .max(20_000, mistake)
    .transform((text, context) => {
      const read = shape.safeParse(parsed(text))
      // As the library wants to have it.
      if (read.success) return { ...read.data, rawId: read.data.id, ...fixedParts }
      context.addIssue({ code: 'custom', message: mistake })
      return z.NEVER
    })
}

const fixedParts = { type: 'public-key' as const, clientExtensionResults: {} }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** With the user handle: where no address was typed, it says whose passkey this is meant to be. */
const assertion = z.object({
  clientDataJSON: bytes(4096),
  authenticatorData: bytes(4096),
  signature: bytes(4096),
  userHandle: bytes(88),
})

export const logInForm = z.object({ response: answer(assertion, doesNotWork) })

const attestation = z.object({
  clientDataJSON: bytes(4096),
  attestationObject: bytes(12_000),
  transports: z
    .array(z.string().regex(/^[a-z-]{1,20}$/))
    .max(10)
    .default([]),
})

export const addForm = nameForm.extend({ response: answer(attestation, notAdded) })

export type LogInAnswer = z.infer<typeof logInForm>['response']
export type NewPasskey = z.infer<typeof addForm>
