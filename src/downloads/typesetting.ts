import { fileURLToPath } from 'node:url'

/** What is used of pdfkit's document to set text. */
export type Page = PDFKit.PDFDocument

const families = ['latin', 'arabic', 'hebrew'] as const
type Family = (typeof families)[number]
type Weight = 'Regular' | 'Bold'

const files: Record<Family, string> = {
  latin: 'NotoSans',
  arabic: 'NotoNaskhArabic',
  hebrew: 'NotoSansHebrew',
}

/** Embedded are only the letters that are used. */
export function registerFonts(page: Page): void {
  for (const family of families) {
    const folder = new URL('../fonts/', import.meta.resolve(`@embedpdf/fonts-${family}`))
    for (const weight of ['Regular', 'Bold'] as const)
      page.registerFont(
        `${family} ${weight}`,
        fileURLToPath(new URL(`${files[family]}-${weight}.ttf`, folder)),
      )
  }
}

export interface Style {
  size: number
  weight: Weight
  color: string
}

/** What pdfkit knows of a font that it has loaded: which characters have a shape in it. */
interface Loaded {
  _font: { font: { hasGlyphForCodePoint: (point: number) => boolean } }
}

function familyOf(page: Page, character: string): Family | undefined {
  const point = character.codePointAt(0) ?? 0
  return families.find((family) => {
    page.font(`${family} Regular`)
    return (page as unknown as Loaded)._font.font.hasGlyphForCodePoint(point)
  })
}

/** The text without drawings such as emoji that no font has; null when letters would be missing. */
export function printable(page: Page, text: string): string | null {
  let kept = ''
  for (const character of text.normalize('NFC')) {
    if (/\s/.test(character) || familyOf(page, character)) kept += character
    else if (/[\p{L}\p{M}\p{N}]/u.test(character)) return null
  }
  return kept.trim() === '' ? null : kept.trim()
}

/** A part of a line that one font draws, in one direction. */
interface Piece {
  text: string
  family: Family
  isRtl: boolean
  /** It begins a word: before it there is a space, or a new line. */
  startsWord: boolean
}

export interface SetLine {
  pieces: { text: string; family: Family; width: number }[]
  width: number
}

/** Breaks a text into lines of at most this width. What does not fit into `most` lines ends in “…”. */
export function setLines(page: Page, text: string, style: Style, width: number, most: number) {
  const words = Map.groupBy(numbered(piecesOf(page, text)), ([word]) => word)
  const lines: Piece[][] = []
  for (const word of [...words.values()].map((all) => all.map(([, piece]) => piece))) {
    const last = lines.at(-1)
    if (last && widthOf(page, [...last, ...word], style) <= width) last.push(...word)
    else lines.push([...word])
  }
  const isRtl = lines.flat()[0]?.isRtl ?? false
  const shown = lines.length > most ? cut(lines, most) : lines
  return shown.map((line) => inOrder(page, line, isRtl, style))
}

function cut(lines: Piece[][], most: number): Piece[][] {
  const kept = lines.slice(0, most)
  const last = kept.at(-1)?.at(-1)
  if (last) last.text += '…'
  return kept
}

function numbered(pieces: Piece[]): [number, Piece][] {
  let word = -1
  return pieces.map((piece) => [piece.startsWord ? (word += 1) : word, piece])
}

function piecesOf(page: Page, text: string): Piece[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => runsOf(page, word))
}

/** Marks and digits go with the letters before them. */
function runsOf(page: Page, word: string): Piece[] {
  const runs: Piece[] = []
  for (const character of word) {
    const last = runs.at(-1)
    const isOwn = /\p{L}/u.test(character) || !last
    const family = isOwn ? (familyOf(page, character) ?? 'latin') : last.family
    if (last && last.family === family) last.text += character
    else runs.push({ text: character, family, isRtl: family !== 'latin', startsWord: !last })
  }
  return runs
}

/**
 * The pieces from left to right. Whole words change places (the fonts see to the letters in them),
 * which is what Unicode's bidirectional algorithm comes to for names and titles.
 */
function inOrder(page: Page, line: Piece[], isRtl: boolean, style: Style): SetLine {
  const sequences: Piece[][] = []
  for (const piece of line) {
    const last = sequences.at(-1)
    if (last?.[0]?.isRtl === piece.isRtl) last.push(piece)
    else sequences.push([piece])
  }
  const turned = sequences.map((one) => (one[0]?.isRtl ? one.toReversed() : one))
  const visual = (isRtl ? turned.toReversed() : turned).flat()
  const pieces = joined(visual).map(({ text, family }) => ({
    ...{ text, family },
    width: textWidth(page, text, family, style),
  }))
  return { pieces, width: widthOf(page, line, style) }
}

/** Neighbours of one font in reading order are one text, so that they are read out as one. */
function joined(pieces: Piece[]): Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (last && !last.isRtl && !piece.isRtl)
      last.text += piece.startsWord ? ` ${piece.text}` : piece.text
    else all.push({ ...piece })
  }
  return all
}

const widthOf = (page: Page, pieces: Piece[], style: Style): number =>
  pieces.reduce(
    (sum, { text, family, startsWord }, index) =>
      sum +
      textWidth(page, text, family, style) +
      (startsWord && index > 0 ? spaceWidth(page, style) : 0),
    0,
  )

const textWidth = (page: Page, text: string, family: Family, { size, weight }: Style) =>
  page.font(`${family} ${weight}`).fontSize(size).widthOfString(text)

export const spaceWidth = (page: Page, style: Style) => textWidth(page, ' ', 'latin', style)

/** Draws a line from this point on. */
export function drawLine(page: Page, { pieces }: SetLine, style: Style, x: number, y: number) {
  let at = x
  for (const { text, family, width } of pieces) {
    page.font(`${family} ${style.weight}`).fontSize(style.size).fillColor(style.color)
    page.text(text, at, y, { lineBreak: false })
    at += width + spaceWidth(page, style)
  }
}
