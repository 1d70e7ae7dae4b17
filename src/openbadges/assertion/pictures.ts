import { answers } from '#openbadges/answers'
import type { FetchDocument } from '#openbadges/fetch-document'
import type { Finding } from '#openbadges/finding'
import { idOf, type Json } from '#openbadges/json'
import { isPicture } from './image.ts'
import { isUrl } from './values.ts'

const answer = answers('conformance', 'OB 2.0 "Image"')

const accepted = 'image/png, image/svg+xml'

/**
 * Whether the pictures that a badge names are pictures. What stands there is no part of what was
 * awarded, so the badge does not fall with it.
 */
export async function pictureTroubles(documents: Json[], fetchDocument: FetchDocument) {
  const addresses = new Set(documents.map(({ image }) => idOf(image)).filter(isUrl))
  const findings = await Promise.all(
    [...addresses].map((url) => pictureTrouble(url, fetchDocument)),
  )
  return findings.flat()
}

async function pictureTrouble(url: string, fetchDocument: FetchDocument): Promise<Finding[]> {
  const fetched = await fetchDocument(url, accepted)
  if (!fetched.answered || fetched.status === 429 || fetched.status >= 500) return []
  if (fetched.status !== 200)
    return [
      answer('warning', 'image-not-found', 'A picture of the badge is not where it should be.'),
    ]
  return isPicture(fetched.body)
    ? []
    : [answer('warning', 'image-wrong', 'A picture of the badge is neither PNG nor SVG.')]
}
