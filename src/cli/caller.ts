import { resolve } from 'node:path'

/** A file as it was typed: npm goes to the project's folder, wherever its caller stands. */
export const fromCaller = (file: string): string =>
  resolve(/^--called-from=(.+)$/m.exec(process.argv.join('\n'))?.[1] ?? '.', file)
