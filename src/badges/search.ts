/** How text is compared when searching: without accents, in small letters, spaces folded. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Letters and digits of ASCII, for file names; a name in another script leaves none. */
export const slug = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '') || 'badge'

interface Findable {
  name: string
  issuerName: string
  description: string
  skills: string[]
  tags: string[]
}

/** The columns that a badge is found and sorted by, written whenever one of these words changes. */
export function searchColumns(badge: Findable) {
  const { name, issuerName, description, skills, tags } = badge
  return {
    searchText: fold([name, issuerName, ...skills, ...tags, description].join(' \n ')),
    sortName: fold(name),
    sortIssuer: fold(issuerName),
  }
}
