import { z } from 'zod'
import { addressField } from '#accounts/email-address'
import type { Given } from '#checking/examine'

const typed = z.object({
  address: z.string().max(10_000).catch('').default(''),
  text: z.string().catch('').default(''),
})

type Read = { ok: true; given: Given } | { ok: false; field: string; message: string }

const no = (field: string, message: string): Read => ({ ok: false, field, message })

/** Of three ways on one form, one is used. */
export function readGiven(body: unknown, file: Uint8Array | null, isTooLarge: boolean): Read {
  if (isTooLarge) return no('file', 'This is larger than 4 MB. Choose the badge file itself')
  const { address, text } = typed.catch({ address: '', text: '' }).parse(body ?? {})
  const [url, words] = [address.trim(), text.trim()]
  const used = [file, url, words].filter((one) => one !== null && one.length > 0)
  if (used.length === 0)
    return no('file', 'Choose a file, or paste the address or the text of a badge')
  if (used.length > 1) return no('file', 'Use one of the three ways, and leave the others empty')
  if (file) return { ok: true, given: { kind: 'file', bytes: file } }
  if (words !== '') return { ok: true, given: { kind: 'text', text: words } }
  return readUrl(url)
}

function readUrl(typedUrl: string): Read {
  const url = URL.canParse(typedUrl) ? new URL(typedUrl) : null
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.username === ''
  if (!isWeb || url.href.length > 2048)
    return no('address', 'Enter a web address that begins with https://')
  return { ok: true, given: { kind: 'address', url: url.href } }
}

export const personForm = z.object({ email: addressField })
