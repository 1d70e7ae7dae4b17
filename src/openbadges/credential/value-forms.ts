import { isObject } from '#openbadges/json'

/** An address or another name with a scheme (VCDM 2.0 §4.4): `https:`, `urn:`, `did:`, `data:`. */
export const isUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value)

/** A text, or one that carries its language, or several of those (VCDM 2.0 §11.1). */
export const isText = (value: unknown): boolean =>
  typeof value === 'string' || isLanguageValue(value)

const isLanguageValue = (value: unknown) =>
  isObject(value) &&
  typeof value['@value'] === 'string' &&
  Object.entries(value).every(([name, one]) => allowed.has(name) && typeof one === 'string')

const allowed = new Set(['@value', '@language', '@direction'])
