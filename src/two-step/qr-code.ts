import { encode } from 'uqr'

/** A QR code as lines of an SVG path, each one square high. The margin of four belongs to it. */
export function qrCode(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const lines = data.flatMap((row, y) => darkRuns(row).map(([x, length]) => `M${x} ${y}h${length}`))
  return { size, path: lines.join('') }
}

function darkRuns(row: boolean[]): [start: number, length: number][] {
  const squares = row.map((isDark) => (isDark ? '#' : ' ')).join('')
  return [...squares.matchAll(/#+/g)].map(({ index, 0: run }) => [index, run.length])
}
