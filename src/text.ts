import { z } from 'zod'

// Control characters but tab and line ends; PostgreSQL takes no NUL, and nobody types the others.
const unprintable = /(?![\t\n\r])\p{Cc}/u

const writable = (text: string) => text.isWellFormed() && !unprintable.test(text)

/** A field that was left empty. */
export const blank = z
  .string()
  .regex(/^\s*$/)
  .transform(() => null)

/** Text from outside: trimmed, composed (NFC), within `most` characters, and nothing that cannot be kept. */
export function text(most: number, missing = 'Fill this in') {
  return z
    .string({
      error: (issue) => (issue.input === undefined ? missing : 'This must be one piece of text'),
    })
    .max(most * 4, `Use ${most} characters or fewer`)
    .refine(writable, 'This has characters that cannot be saved')
    .transform((value) => value.trim().normalize('NFC'))
    .pipe(z.string().min(1, missing).max(most, `Use ${most} characters or fewer`))
}

/** One line: no line ends, so it can stand in a heading or a mail's subject. */
export function line(most: number, missing = 'Fill this in') {
  return text(most, missing).refine(
    (value) => !/[\r\n\t\u2028\u2029]/.test(value),
    'Write this on one line',
  )
}

/** Without what PostgreSQL refuses, and strangers write all the same: NUL, and halves of characters. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '')
