import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'
import { addressField } from '#accounts/email-address'
import { check, type Verdict } from '#openbadges/check'
import type { FetchDocument } from '#openbadges/fetch-document'
import { fromCaller } from './caller.ts'
import { checked, Mistake, type Command } from './command.ts'
import { mappedDocuments } from './mapped-documents.ts'

const hint = 'must be a date like 2026-11-23 or an instant like 2026-11-23T12:00:00Z'

const given = z.object({
  badge: z.string(),
  now: z.union([z.iso.date(), z.iso.datetime({ offset: true })], hint).optional(),
  map: z.string().min(1, 'must be a file').optional(),
  email: z.array(addressField).optional(),
})

export const checkCommand: Command = {
  name: 'check',
  summary:
    'Checks any badge and prints what was found, as JSON.\n' +
    'Ends with 0 when nothing failed, with 1 when something did, with 2 when it was asked wrongly.',
  argument: { name: 'badge', about: 'a PNG, SVG, JSON or JWT file, "-" for input, or an address' },
  options: {
    now: { about: 'the day or instant to check for; this moment if left out' },
    map: { about: 'a JSON file of addresses with files, in place of the network' },
    email: { about: 'an address of whom the badge should be for', many: true },
  },
  needsDatabase: false,
  mistakeCode: 2,
  run: async (values, moment) => {
    const { badge, now, map, email } = checked(given, values)
    const { findings, ...rest } = await check(await read(badge), {
      now: now === undefined ? moment : new Date(now),
      fetchDocument: await (map === undefined ? guarded() : mappedDocuments(fromCaller(map))),
      ...(email && { recipients: email.map(({ canonical }) => canonical) }),
    })
    return { findings, ...rest }
  },
  tell: (answer) => JSON.stringify(answer, null, 2),
  exitCode: (answer) =>
    (answer as Verdict).findings.some(({ outcome }) => outcome === 'failed') ? 1 : 0,
}

/** The bytes of a file, or an address as it is. */
async function read(badge: string): Promise<Uint8Array | string> {
  if (badge === '-') return buffer(process.stdin)
  if (/^https?:\/\//i.test(badge)) return badge
  return readFile(fromCaller(badge)).catch(() => {
    throw new Mistake([{ field: 'badge', detail: `${badge} cannot be read` }])
  })
}

/** As the server asks others. The settings are read only where they are needed. */
async function guarded(): Promise<FetchDocument> {
  const { fetchElsewhere } = await import('#checking/fetch-elsewhere')
  const { withinBounds } = await import('#checking/within-bounds')
  return withinBounds(fetchElsewhere)
}
