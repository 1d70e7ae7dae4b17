import { availableParallelism } from 'node:os'
import { stdout } from 'node:process'
import type { Comparison } from './load.ts'

const titles = ['', 'times/s', 'against', 'times/s', 'ratio', 'lowest..highest', 'goal']
const widths = [44, 10, 26, 10, 5, 15, 0]

interface Row extends Comparison {
  what: string
  against: string
  /** The ratio it should have at least. */
  goal?: number | undefined
}

export function printTitles() {
  stdout.write(`${availableParallelism()} cores, Node ${process.versions.node}\n\n`)
  print(titles)
  print(widths.map((width) => '-'.repeat(width || 14)))
}

export function printRow({ what, ours, against, theirs, ratio, goal }: Row) {
  const spread = `${ratio.lowest.toFixed(2)}..${ratio.highest.toFixed(2)}`
  print([
    what,
    whole(ours),
    against,
    whole(theirs),
    ratio.median.toFixed(2),
    spread,
    said(ratio.median, goal),
  ])
}

function said(ratio: number, goal: number | undefined) {
  if (goal === undefined) return ''
  return ratio >= goal ? `${goal}: met` : `${goal}: missed by ${(goal - ratio).toFixed(2)}`
}

const whole = (number: number) => Math.round(number).toLocaleString('en-GB')

function print(cells: string[]) {
  const line = cells.map((cell, index) => {
    const width = widths[index] ?? 0
    return /^[\d.,]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width)
  })
  stdout.write(`${line.join('  ').trimEnd()}\n`)
}
