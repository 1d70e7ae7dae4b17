import type { Browser } from '../support/browser.ts'
import { wordsOf } from '../support/browser.ts'

/** Looks at a badge; gives the page of the preview. */
export async function look(by: Browser, bytes: string | Uint8Array) {
  const { location } = await by.upload('/badges/add', { name: 'badge', bytes })
  if (location === null) throw new Error('it was not taken')
  return { at: location, words: wordsOf((await by.get(location)).text) }
}

/** Looks at a badge and adds it; gives its id. */
export async function added(by: Browser, bytes: string | Uint8Array): Promise<string> {
  const { at } = await look(by, bytes)
  const { location } = await by.post(at)
  return location?.split('/').at(-1) ?? ''
}
