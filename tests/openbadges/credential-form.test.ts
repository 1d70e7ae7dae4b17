import { expect, test } from 'vitest'
import { found } from './support/credential-checks.ts'
import {
  badge,
  contexts,
  proofOf,
  signed,
  subject,
  type Json,
} from './support/credential-issuers.ts'

// A signature covers what a document means. These documents mean the same as one that is signed
// rightly, and are written so that a reader would miss something.

const cred = 'https://www.w3.org/2018/credentials#'

/** The proof of one document, put on another that means the same. */
async function disguised(signedAs: Json, writtenAs: Json) {
  return { ...writtenAs, proof: await proofOf(signedAs) }
}

const ended = badge({ validUntil: '2026-02-01T00:00:00Z' })
const endless = badge()

test('the end of a badge cannot be hidden under its whole IRI', async () => {
  const date = {
    '@value': '2026-02-01T00:00:00Z',
    '@type': 'http://www.w3.org/2001/XMLSchema#dateTime',
  }
  const hidden = await disguised(ended, { ...endless, [`${cred}validUntil`]: date })
  expect(await found(hidden, 'proof')).toEqual(['failed form-not-plain'])
})

test('the end of a badge cannot be hidden under a word of one’s own', async () => {
  const words = [
    { end: { '@id': `${cred}validUntil`, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' } },
    {
      c: cred,
      end: { '@id': 'c:validUntil', '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' },
    },
    { '@vocab': cred },
    { name: 'https://example.org/name' },
    { status: '@type' },
    { own: { '@id': 'https://example.org/own', '@context': { end: `${cred}validUntil` } } },
    { own: { '@id': 'https://example.org/own', '@reverse': `${cred}validUntil` } },
    null,
    ['https://www.w3.org/ns/credentials/v2'],
  ]
  for (const own of words) {
    const hidden = { ...endless, '@context': [...contexts, own], end: '2026-02-01T00:00:00Z' }
    const [finding] = await found(await disguised(ended, hidden), 'proof')
    expect(finding).toBe('failed form-not-plain')
  }
})

test('a badge cannot be split, so that a part of it stands where nobody looks', async () => {
  const endorsement = {
    id: 'urn:uuid:33333333-3333-4333-8333-333333333333',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    credentialSubject: { id: ended['id'], type: ['EndorsementSubject'] },
  }
  const elsewhere = {
    ...endorsement,
    credentialSubject: {
      ...{ id: ended['id'], type: ['EndorsementSubject', 'VerifiableCredential'] },
      validUntil: '2026-02-01T00:00:00Z',
    },
  }
  const hidden = await disguised(
    { ...ended, endorsement: [endorsement] },
    { ...endless, endorsement: [elsewhere] },
  )
  expect(await found(hidden, 'proof')).toEqual(['failed form-not-plain'])
})

test.each<[string, Json]>([
  ['@graph', { '@graph': [] }],
  ['@included', { '@included': [] }],
  ['@reverse', { '@reverse': {} }],
  ['@id', { '@id': 'urn:x' }],
  ['@type', { '@type': ['x'] }],
  ['a name of a blank node', { id: '_:b0' }],
])('%s is not how a badge is written', async (_what, member) => {
  const one = { ...(await signed(badge())), credentialSubject: subject(member) }
  expect(await found(one, 'proof')).toEqual(['failed form-not-plain'])
})

test('words of one’s own that mean something new are fine, and are covered', async () => {
  const own = { '@version': 1.1, rank: 'https://example.org/words#rank' }
  const one = await signed(badge({ '@context': [...contexts, own], rank: 'general' }))
  expect(await found(one, 'proof')).toEqual(['passed signature-right'])
  expect(await found({ ...one, rank: 'private' }, 'proof')).toEqual(['failed signature-wrong'])
})

test('a text may carry its language', async () => {
  const name = { '@value': 'Erste Hilfe', '@language': 'de', '@direction': 'ltr' }
  expect(await found(await signed(badge({ name })), 'proof')).toEqual(['passed signature-right'])
})
