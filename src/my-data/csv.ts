import { stringify } from 'csv-stringify/sync'

const options = {
  record_delimiter: 'windows',
  quoted_match: /[\r\n]/,
  // A spreadsheet would run what begins with = + - @ or a tab: it gets a ' in front.
  escape_formulas: true,
} as const

/** A table as RFC 4180 has it, in UTF-8 with the mark by which spreadsheets know it. */
export async function* csv(
  columns: readonly string[],
  rows: AsyncIterable<string[]>,
): AsyncGenerator<string> {
  yield stringify([[...columns]], { ...options, bom: true })
  for await (const row of rows) yield stringify([row], options)
}
