import { expect, test, vi } from 'vitest'
import { withinBounds } from '#checking/within-bounds'
import type { FetchDocument } from '#openbadges/fetch-document'

let asked: string[] = []
const answers: FetchDocument = (url, accept) => {
  asked.push(`${accept} ${url}`)
  if (url === 'slow') return new Promise(() => undefined)
  return Promise.resolve({
    answered: true,
    status: 200,
    url,
    mediaType: accept,
    body: new Uint8Array(),
  })
}

test('ten documents are fetched for a check, the same one once, and no eleventh', async () => {
  asked = []
  const get = withinBounds(answers)
  for (let number = 1; number <= 10; number += 1) {
    expect(await get(`${number}`, 'a')).toMatchObject({ answered: true, url: `${number}` })
    expect(await get('1', 'a')).toMatchObject({ answered: true, url: '1' })
  }
  expect(await get('11', 'a')).toEqual({ answered: false })
  expect(await get('1', 'b')).toEqual({ answered: false })
  expect(asked).toHaveLength(10)
})

test('after ten seconds nothing more is waited for, and nothing asked', async () => {
  vi.useFakeTimers()
  asked = []
  const get = withinBounds(answers)
  const slow = get('slow', 'a')
  await vi.advanceTimersByTimeAsync(9_900)
  expect(await get('in time', 'a')).toMatchObject({ answered: true })
  await vi.advanceTimersByTimeAsync(200)
  expect(await slow).toEqual({ answered: false })
  expect(await get('late', 'a')).toEqual({ answered: false })
  expect(asked).toEqual(['a slow', 'a in time'])
  vi.useRealTimers()
})
