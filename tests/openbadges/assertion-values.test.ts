import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  instantOf,
  isDataUri,
  isEmail,
  isIri,
  isTelephone,
  isUrl,
} from '#openbadges/assertion/values'

// What other validators of 2.0 take for a value of each kind; it lies beside this project, if at all.
const vectors = new URL(
  '../../../shared/fixtures/support/vectors/ob20-primitive-values.json',
  import.meta.url,
)
const kinds: Record<string, (value: unknown) => boolean> = {
  url: isUrl,
  iri: isIri,
  email: isEmail,
  telephone: isTelephone,
  dataUri: isDataUri,
  datetime: (value) => instantOf(value) !== null,
}

test('values are taken and refused as by other validators, where their list is there', () => {
  if (!existsSync(vectors)) return
  const read = JSON.parse(readFileSync(vectors, 'utf8')) as {
    vectors: Record<string, { good: string[]; bad: string[] }>
  }
  for (const [kind, is] of Object.entries(kinds)) {
    const { good, bad } = read.vectors[kind] ?? { good: [], bad: [] }
    expect(good.filter((value) => !is(value))).toEqual([])
    expect(bad.filter(is)).toEqual([])
  }
})

test('there is no 30th of February, and no 25th hour', () => {
  expect(instantOf('2026-02-30T00:00:00Z')).toBeNull()
  expect(instantOf('2026-02-28T25:00:00Z')).toBeNull()
  expect(instantOf({ '@value': '2026-02-28T00:00:00Z' })?.getUTCDate()).toBe(28)
})
