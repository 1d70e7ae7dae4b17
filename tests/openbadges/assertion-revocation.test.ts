import { expect, test } from 'vitest'
import { checkIn, failed, on, signed } from './awards.ts'
import { jws, keys, listId, payload, signingWeb } from './signing.ts'

test.each<[string, unknown]>([
  ['its id', [payload.id]],
  ['an object with its id', [{ id: payload.id, revoked: true }]],
  ['an object with its uid', [{ uid: payload.id }]],
  ['an object alone', { id: payload.id, revocationReason: 'Left' }],
])('a list with %s takes it back', async (_what, revokedAssertions) => {
  const verdict = await checkIn(
    signingWeb({ list: { type: 'RevocationList', revokedAssertions } }),
    jws,
  )
  expect(failed(verdict)).toEqual(['revoked'])
})

test('a list of the early days has names and reasons', async () => {
  const old = { ...payload, uid: '17' }
  const list = { '17': 'Left' }
  const verdict = await checkIn(signingWeb({ list }), await signed(old, keys.privateKey))
  expect(verdict.findings.find(({ code }) => code === 'revoked')?.facts).toEqual({ reason: 'Left' })
})

test.each<[string, unknown]>([
  ['others', ['urn:uuid:1', { id: 'urn:uuid:2' }, { uid: '3' }, 4, null]],
  ['it as given back', [{ id: payload.id, revoked: false }]],
])('a list with %s does not', async (_what, revokedAssertions) => {
  expect(failed(await checkIn(signingWeb({ list: { revokedAssertions } }), jws))).toEqual([])
})

test('a list that is none, not there, or silent answers nothing', async () => {
  const none = signingWeb({ profile: { revocationList: undefined } })
  expect(on(await checkIn(none, jws), 'status')).toEqual(['unchecked status-not-given'])
  const odd = signingWeb({ list: { type: 'Something' } })
  expect(on(await checkIn(odd, jws), 'status')).toEqual(['unchecked status-list-wrong'])
  const gone = signingWeb({})
  gone.stands(listId, '', 404)
  expect(on(await checkIn(gone, jws), 'status')).toEqual(['unchecked status-list-missing'])
  const silent = signingWeb({ profile: { revocationList: 'https://silent.test/' } })
  expect(on(await checkIn(silent, jws), 'status')).toEqual(['unchecked status-unreachable'])
})
