import { z } from 'zod'
import { line } from '#text'

const oneTag = line(40, 'Enter a tag')

/** "exam, english": tags between commas, at most ten. */
export const tagsForm = z.object({
  tags: z
    .string({ error: 'Write your tags with commas between them' })
    .max(1000, 'Use 10 tags or fewer')
    .transform((typed) => [
      ...new Set(
        typed
          .split(',')
          .map((tag) => tag.trim())
          .filter((tag) => tag !== ''),
      ),
    ])
    .pipe(z.array(oneTag).max(10, 'Use 10 tags or fewer')),
})
