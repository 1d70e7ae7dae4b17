import { config } from '#config'
import { days, hours, minutes, seconds } from '#durations'
import { limits } from './table.ts'

/** "15 minutes", "1 hour": in the largest unit that says it whole. */
function duration(milliseconds: number): string {
  const units = [
    ['day', days(1)],
    ['hour', hours(1)],
    ['minute', minutes(1)],
  ] as const
  const [unit, length] = units.find(([, size]) => milliseconds % size === 0) ?? [
    'second',
    seconds(1),
  ]
  const count = milliseconds / length
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** The limits in force, as a table in Markdown: `docs/limits.md` has it as it is without settings. */
export function limitsTable(): string {
  const rows = Object.entries(limits).map(([name, limit]) => {
    const { action, of, many, within } = { ...limit, ...config.limits[name] }
    return [`\`${name}\``, action, of, String(many), duration(within)]
  })
  const all = [['name', 'what is counted', 'for each', 'how many', 'within'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths?.[column] ?? 0, fill)).join(' | ')} |`
  const [head = [], ...body] = all
  const rule = line(
    head.map(() => ''),
    '-',
  )
  return [line(head), rule, ...body.map((cells) => line(cells))].join('\n')
}
