import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compareAll, groupsOf, isThere } from './conformance.ts'

const argued = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8')

// The collection belongs to other projects and lies beside this one, where it lies at all.
if (isThere) {
  const compared = await compareAll()

  test('every verdict is that of its source, or the difference is argued', () => {
    const unargued = compared.filter(({ agrees, file }) => !agrees && !argued.includes(file))
    expect(unargued).toEqual([])
  })

  test('no difference is argued that is none', () => {
    const agreeing = compared.filter(({ agrees, file }) => agrees && argued.includes(`### ${file}`))
    expect(agreeing.map(({ file }) => file)).toEqual([])
  })

  test('the table in docs/conformance.md is what a run says', () => {
    for (const { name, agreeing, all } of groupsOf(compared))
      expect(argued).toMatch(new RegExp(`\\| ${name} +\\| +${agreeing} of ${all} +\\|`))
  })
} else {
  test('the collection of other projects is not there: nothing is compared', () => {
    expect(isThere).toBe(false)
  })
}
