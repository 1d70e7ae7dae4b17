const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What a mail program would make a link of: addresses of pages and of people. */
const linkLike = /(?:[a-z][a-z\d+.-]*:\/\/|www\.)\S*|[^\s@]+@[^\s@]+\.[^\s@]+/giu

/** One line without control characters, which could begin a header, or marks that turn text around. */
export function oneLine(text: string): string {
  return text
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
}

/** Shortens between characters as people see them; a family of emoji is one. */
export function fit(text: string, most: number): string {
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment)
  return parts.length <= most
    ? text
    : `${parts
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** A name for a subject or a sender: links are taken out, for a subject is no place for a stranger's. */
export function nameForHeader(name: string, otherwise: string): string {
  return oneLine(name.replace(linkLike, '').replace(/["<>\\]/g, '')) || otherwise
}

/** A stranger's words in the body (`words` in the templates): nothing in them is made a link of, by us or by a mail program. */
export function withoutLinks(text: string): string {
  const wordJoiner = '\u2060'
  return oneLine(text).replace(linkLike, (found) => found.replace(/[:/.@]/g, `$&${wordJoiner}`))
}

/** What a description begins with: its first sentence, if that is not too long. */
export function firstSentence(text: string): string {
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
  const [first] = sentences.segment(oneLine(text))
  return fit(first?.segment.trim() ?? '', 160)
}
