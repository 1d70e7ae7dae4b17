import fc from 'fast-check'

/** Every script and every control character. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary-ascii' }),
  fc.constantFrom(']]>', '\uFFFE\uFFFF', '\r\n', '__proto__'),
)
