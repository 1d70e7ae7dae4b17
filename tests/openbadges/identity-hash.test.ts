import { expect, test } from 'vitest'
import { algorithmOf, identityHash, namedBy } from '#openbadges/identity-hash'

// Open Badges 3.0, "IdentityHash"; Open Badges 2.0, primitive data types (no salt).
const withSalt = 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399'
const withoutSalt = 'sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6'

const hashed = (value: string, salt = '') => ({ type: 'email', isHashed: true, value, salt })
const plain = (value: string, type = 'email') => ({ type, isHashed: false, value, salt: '' })

test('the hashes are those that the standards print', () => {
  expect(identityHash('a@example.com', 'Kosher')).toBe(withSalt)
  expect(identityHash('mayze', '')).toBe(withoutSalt)
})

test('a hash names the address that it was made from, and no other', () => {
  expect(namedBy(hashed(withSalt, 'Kosher'), ['b@example.com', 'a@example.com'])).toBe(
    'a@example.com',
  )
  expect(namedBy(hashed(withSalt, 'Kosher'), ['b@example.com'])).toBeNull()
  expect(namedBy(hashed(withSalt, ''), ['a@example.com'])).toBeNull()
  expect(namedBy(hashed(withSalt, 'Kosher'), [])).toBeNull()
})

test('its hexadecimal may be upper case, and an address is tried in lower case too', () => {
  const shouting = withSalt.toUpperCase().replace('SHA256', 'sha256')
  expect(namedBy(hashed(shouting, 'Kosher'), ['A@Example.com'])).toBe('A@Example.com')
  const asStored = identityHash('Ana@Example.org', 'x')
  expect(namedBy(hashed(asStored, 'x'), ['Ana@Example.org'])).toBe('Ana@Example.org')
})

test('MD5 is read, other algorithms and half a hash are not', () => {
  const old = 'md5$ced69354e8585fc45525a8fd567152ba'
  expect(namedBy(hashed(old, 'Maldon'), ['nobody@example.org'])).toBe('nobody@example.org')
  expect(['md5$1', `sha1$${'0'.repeat(40)}`, 'a@b.c', ''].map(algorithmOf)).toEqual(
    new Array(4).fill(null),
  )
  expect(namedBy(hashed('a@example.com'), ['a@example.com'])).toBeNull()
})

test('a plain address is compared whatever its case, another identifier to the letter', () => {
  expect(namedBy(plain(' Ana@example.org '), ['ana@example.org'])).toBe('ana@example.org')
  expect(namedBy(plain('Ana', 'userName'), ['ana'])).toBeNull()
  expect(namedBy(plain(withSalt), ['a@example.com'])).toBeNull()
})
