import { drawLine, printable, setLines, type Page, type Style } from './typesetting.ts'

/** A4, in points. */
export const paper: [number, number] = [595.28, 841.89]
export const [width, height] = paper
export const margin = 64
export const inner = width - 2 * margin

export const ink = '#1b1b1f'
const muted = '#55585e'
export const blue = '#0b5cad'
const red = '#b3261e'

export const styles = {
  eyebrow: { size: 10, weight: 'Bold', color: blue },
  title: { size: 27, weight: 'Bold', color: ink },
  label: { size: 10.5, weight: 'Regular', color: muted },
  person: { size: 21, weight: 'Bold', color: ink },
  issuer: { size: 14, weight: 'Bold', color: ink },
  value: { size: 11.5, weight: 'Bold', color: ink },
  text: { size: 10.5, weight: 'Regular', color: ink },
  small: { size: 9, weight: 'Regular', color: muted },
  warning: { size: 12, weight: 'Bold', color: red },
  link: { size: 9.5, weight: 'Bold', color: blue },
} satisfies Record<string, Style>

const notPrintable = '(written in letters that cannot be printed here)'

/** A page that is filled from the top; everything on it has its place in the order of reading. */
export class Sheet {
  y = 0
  readonly page: Page
  readonly #root: PDFKit.PDFStructureElement

  constructor(page: Page) {
    this.page = page
    this.#root = page.struct('Document')
    page.addStructure(this.#root)
  }

  tagged(type: string, draw: () => void, options: { alt?: string } = {}) {
    this.#root.add(this.page.struct(type, options, [draw]))
  }

  /** Frames and rules say nothing. */
  ornament(draw: () => void) {
    this.page.markContent('Artifact', { type: 'Layout' })
    draw()
    this.page.endMarkedContent()
  }

  /** Text in the middle; in the place of what no font can draw stands why it is not there. */
  centred(type: string, text: string, style: Style, most: number) {
    const shown = printable(this.page, text)
    const at = { most, x: margin, within: inner, isCentred: true }
    this.#block(type, shown ?? notPrintable, shown === null ? styles.label : style, at)
  }

  left(type: string, text: string, style: Style, at: { x: number; within: number; most: number }) {
    this.#block(type, printable(this.page, text) ?? '', style, { ...at, isCentred: false })
  }

  #block(
    type: string,
    text: string,
    style: Style,
    { x, within, most, isCentred }: { x: number; within: number; most: number; isCentred: boolean },
  ) {
    const lines = setLines(this.page, text, style, within, most)
    if (lines.length === 0) return
    const top = this.y
    const leading = style.size * 1.36
    this.tagged(type, () => {
      for (const [index, line] of lines.entries()) {
        const start = isCentred ? x + (within - line.width) / 2 : x
        drawLine(this.page, line, style, start, top + index * leading)
      }
    })
    this.y = top + lines.length * leading
  }
}
