import { answers } from './answers.ts'
import type { Circumstances } from './circumstances.ts'
import type { FetchDocument } from './fetch-document.ts'
import type { Finding } from './finding.ts'
import { isPng } from './png-chunks.ts'
import { receiveJson, receiveJws } from './receive-document.ts'
import { pickBadge } from './receive-picture.ts'
import type { Received } from './received-badge.ts'
import { longestText, type Unbaked } from './unbaked.ts'
import { unbakePng } from './unbake-png.ts'
import { unbakeSvg } from './unbake-svg.ts'

/** Finds out what was sent, by its content alone, and takes the badge out of it. */
export function receive(
  input: Uint8Array | string,
  { fetchDocument }: Pick<Circumstances, 'fetchDocument'>,
): Promise<Received> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  // An address may lead to a picture of the early days, which holds an address itself.
  return receiveBytes(bytes, { fetchDocument, source: null, addressesLeft: 2 })
}

interface Way {
  fetchDocument: FetchDocument
  source: string | null
  addressesLeft: number
}

const largestPicture = 4 * 1024 * 1024

const answer = answers('format', 'OB 3.0 §5, OB 2.0 "Baking"')

async function receiveBytes(bytes: Uint8Array, way: Way): Promise<Received> {
  if (bytes.length > largestPicture) return tooLarge
  if (isPng(bytes)) return receivePicture('png', unbakePng(bytes), way)
  const text = decoded(bytes)?.trim()
  if (text === undefined) return notABadge
  if (isSvg(text)) return receivePicture('svg', unbakeSvg(bytes), way)
  return bytes.length > longestText ? tooLarge : receiveText(text, way)
}

const nothing = (format: Received['format'], ...findings: Finding[]): Received => ({
  ...{ format, findings, badge: null },
})

const tooLarge = nothing(
  'unknown',
  answer('failed', 'too-large', 'A picture may have 4 MiB, a text 1 MiB.'),
)

const notABadge = nothing(
  'unknown',
  answer(
    'failed',
    'not-a-badge',
    'This is no PNG, no SVG, no JSON, no compact JWS and no address.',
  ),
)

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Whatever stands before the root, this is drawn as an SVG. */
const isSvg = (text: string) =>
  /^<(\?xml|!--|!DOCTYPE\s+svg|([\w.-]+:)?svg[\s/>])/.test(text) &&
  /<([\w.-]+:)?svg[\s/>]/.test(text)

async function receivePicture(
  format: 'png' | 'svg',
  unbaked: Unbaked | null,
  way: Way,
): Promise<Received> {
  const { badge, findings } = pickBadge(format, unbaked)
  if (!badge) return nothing(format, ...findings)
  const inner = await receiveText(badge.text, way)
  return { ...inner, format, findings: [...findings, ...inner.findings] }
}

function receiveText(text: string, way: Way): Received | Promise<Received> {
  if (/^[{[]/.test(text)) return receiveJson(text, way.source)
  // Mail programs and forms break long lines.
  const unbroken = text.replace(/\s+/g, '')
  if (/^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(unbroken)) return receiveJws(unbroken, way.source)
  if (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return receiveAddress(text, way)
  return notABadge
}

const accepted = 'application/ld+json, application/json, image/png, image/svg+xml, text/plain;q=0.5'

async function receiveAddress(url: string, way: Way): Promise<Received> {
  const addressesLeft = way.addressesLeft - 1
  if (addressesLeft < 0) return nothing('url', tooManyAddresses)
  const fetched = await way.fetchDocument(url, accepted)
  if (!fetched.answered) return nothing('url', unreachable)
  const { status, body } = fetched
  // What was taken back may still say so (OB 2.0 "Revoking Hosted Assertions").
  const isThere = (status >= 200 && status < 300) || (status === 410 && body.length > 0)
  if (!isThere) return nothing('url', status === 410 ? gone : notThere(status))
  return { ...(await receiveBytes(body, { ...way, source: url, addressesLeft })), format: 'url' }
}

const tooManyAddresses = answer('failed', 'not-a-badge', 'One address only leads to another.')

const unreachable = answer('unchecked', 'address-unreachable', 'The address did not answer.')

const gone = answer('failed', 'address-gone', 'What stood at the address was taken away for good.')

const notThere = (status: number) =>
  status === 404
    ? answer('failed', 'address-not-found', 'There is nothing at the address.')
    : answer('unchecked', 'address-unreachable', 'The address answered with an error.')
