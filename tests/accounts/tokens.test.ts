import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { mailedCode } from '#accounts/code'
import {
  claimToken,
  codeMatches,
  confirmationCode,
  confirmToken,
  newAddressToken,
  readToken,
  resetToken,
  unsubscribeToken,
} from '#accounts/tokens'
import { config } from '#config'
import { key } from '#secrets'

const now = new Date('2026-03-04T10:00:00Z')
const later = (milliseconds: number) => new Date(+now + milliseconds)
const hours = (count: number) => count * 3_600_000
const days = (count: number) => count * hours(24)

const award = { id: 'award-1', awardedAt: now, offerEndsAt: later(days(180)) }
const signUp = { id: 'sign-up-1', mailing: 1, mailedAt: now }
const reset = { id: 'reset-1', createdAt: now }
const invalid = { ok: false, reason: 'invalid' }

describe('mailed links', () => {
  const links = [
    { purpose: 'claim', token: claimToken(award), id: award.id, lives: days(180) },
    { purpose: 'confirm', token: confirmToken(signUp), id: signUp.id, lives: hours(24) },
    {
      purpose: 'new-address',
      token: newAddressToken(signUp),
      id: signUp.id,
      lives: hours(24),
    },
    { purpose: 'reset', token: resetToken(reset), id: reset.id, lives: hours(0.5) },
    { purpose: 'unsubscribe', token: unsubscribeToken(award), id: award.id, lives: days(400) },
  ] as const

  test.each(links)(
    'a $purpose link works until it ends, and then still says whose it was',
    (link) => {
      const { purpose, token, id, lives } = link
      expect(readToken(purpose, token, now)).toEqual({ ok: true, id })
      expect(readToken(purpose, token, later(lives - 1000))).toEqual({ ok: true, id })
      expect(readToken(purpose, token, later(lives))).toEqual({ ok: false, reason: 'expired', id })
    },
  )

  test.each(links)('a $purpose link is good for nothing else', ({ purpose, token }) => {
    for (const other of links.filter((link) => link.purpose !== purpose)) {
      expect(readToken(other.purpose, token, now)).toEqual(invalid)
    }
  })

  test('the same row makes the same link, another mailing another one', () => {
    expect(claimToken({ ...award })).toBe(claimToken(award))
    expect(confirmToken({ ...signUp })).toBe(confirmToken(signUp))
    expect(confirmToken({ ...signUp, mailing: 2 })).not.toBe(confirmToken(signUp))
  })
})

describe('a forged claim link is refused', () => {
  const seconds = Math.floor(+now / 1000)
  const said = {
    iss: config.siteUrl,
    aud: 'claim',
    sub: 'award-1',
    jti: 'award-1',
    iat: seconds,
    exp: seconds + 3600,
  }
  const without = (claim: keyof typeof said) =>
    Object.fromEntries(Object.entries(said).filter(([name]) => name !== claim))
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = (header: object, payload: object, algorithm = 'sha256') => {
    const text = `${encode(header)}.${encode(payload)}`
    return `${text}.${createHmac(algorithm, key('claim')).update(text).digest('base64url')}`
  }
  const right = { alg: 'HS256', typ: 'JWT' }
  const good = claimToken(award)
  const [head = '', body = '', signature = ''] = good.split('.')

  test('the way of forging used here makes a good one too', () => {
    expect(readToken('claim', signed(right, said), now)).toEqual({ ok: true, id: 'award-1' })
  })

  const forged: [string, string][] = [
    ...['none', 'None', 'NONE', 'nOnE'].map((alg): [string, string] => [
      `algorithm ${alg}`,
      `${encode({ alg, typ: 'JWT' })}.${encode(said)}.`,
    ]),
    [
      'algorithm none with our signature',
      `${encode({ alg: 'none', typ: 'JWT' })}.${body}.${signature}`,
    ],
    ['another algorithm', signed({ alg: 'HS512', typ: 'JWT' }, said, 'sha512')],
    ['another typ', signed({ alg: 'HS256', typ: 'at+jwt' }, said)],
    ['no typ', signed({ alg: 'HS256' }, said)],
    ['an empty signature', `${head}.${body}.`],
    ['a changed subject', `${head}.${encode({ ...said, sub: 'award-2' })}.${signature}`],
    [
      'a changed signature',
      `${head}.${body}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`,
    ],
    ['another key', jwt.sign(said, 'x'.repeat(32), { algorithm: 'HS256' })],
    [
      'a key from its own header',
      jwt.sign(said, 'k', { header: { ...right, jwk: { kty: 'oct', k: 'aw' } } as never }),
    ],
    [
      'a path as kid',
      jwt.sign(said, '', { header: { ...right, kid: '/dev/null' }, algorithm: 'none' as never }),
    ],
    ['another issuer', signed(right, { ...said, iss: 'https://evil.test' })],
    ['not yet', signed(right, { ...said, nbf: seconds + 60 })],
    ...(['iss', 'aud', 'sub', 'jti', 'iat', 'exp'] as const).map((claim): [string, string] => [
      `no ${claim}`,
      signed(right, without(claim)),
    ]),
    ['a subject that is no text', signed(right, { ...said, sub: { not: '' } })],
    ['an end that is no number', signed(right, { ...said, exp: '9999999999' })],
    ['two dots and nothing else', '..'],
    ['one part', head],
    ['five parts, as an encrypted one has', `${good}.${body}.${signature}`],
    ['64 KiB', `${head}.${'A'.repeat(65_536)}.${signature}`],
    ['white space around it', ` ${good}`],
    ['a line end in it', `${head}\n.${body}.${signature}`],
    ['nothing', ''],
  ]

  test.each(forged)('%s', (_name, token) => {
    expect(readToken('claim', token, now)).toEqual(invalid)
  })

  test('whatever text it is', () => {
    fc.assert(fc.property(fc.string(), (text) => !readToken('claim', text, now).ok))
  })
})

describe('the code in the confirmation mail', () => {
  test('has six letters and digits, without those that look alike', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (id, mailing) =>
        /^[A-HJ-NP-Z2-9]{6}$/.test(confirmationCode(id, mailing)),
      ),
    )
  })

  test('may be typed in small letters and with spaces', () => {
    const code = confirmationCode(signUp.id, 1)
    expect(codeMatches(code, signUp)).toBe(true)
    expect(codeMatches(` ${code.slice(0, 3).toLowerCase()} ${code.slice(3)}\n`, signUp)).toBe(true)
  })

  test('is another one for each person and each mail; only the newest works', () => {
    const code = confirmationCode(signUp.id, 1)
    expect(codeMatches(code, { ...signUp, mailing: 2 })).toBe(false)
    expect(codeMatches(code, { ...signUp, id: 'sign-up-2' })).toBe(false)
    expect(codeMatches(mailedCode('log-in-code', `${signUp.id}.1`), signUp)).toBe(false)
    for (const wrong of ['', code.slice(1), `${code}A`, '000000']) {
      expect(codeMatches(wrong, signUp)).toBe(false)
    }
  })
})
