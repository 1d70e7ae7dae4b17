import { parseArgs } from 'node:util'
import { CannotStart } from '#database/cannot-start'
import { openDatabase } from '#database/open'
import { BadRequest } from '#errors'
import { log } from '#log'
import { prepareQueue, stopQueue } from '#queue/queue'
import { Mistake, type Command } from './command.ts'
import {
  award,
  createBadgeCommand,
  createIssuerCommand,
  revokeCommand,
} from './issuing-commands.ts'
import { rotateKeysCommand } from './key-commands.ts'
import { addStaffCommand, removeStaffCommand } from './staff-commands.ts'
import { limitsCommand, migrateCommand, routesCommand } from './site-commands.ts'

const commands: Command[] = [
  createIssuerCommand,
  rotateKeysCommand,
  createBadgeCommand,
  award,
  revokeCommand,
  addStaffCommand,
  removeStaffCommand,
  routesCommand,
  limitsCommand,
  migrateCommand,
]

// Standard output belongs to the answer.
log.level = 'silent'

async function main(given: string[]): Promise<number> {
  const json = given.includes('--json')
  const words = given.filter((word) => word !== '--json').map(inSmallLetters)
  const command = commands.find(({ name }) => `${words.join(' ')} `.startsWith(`${name} `))
  if (!command) {
    const asked = words.length === 0 || words[0] === '--help' || words[0] === 'help'
    process[asked ? 'stdout' : 'stderr'].write(overview())
    return asked ? 0 : 1
  }
  try {
    const values = readOptions(command, words.slice(command.name.split(' ').length))
    if (values['help']) return say(usage(command))
    const answer = await run(command, values)
    return say(json ? `${JSON.stringify(answer)}\n` : `${command.tell(answer)}\n`)
  } catch (error) {
    return sayProblem(error, json)
  }
}

/** `--issuedOn`, as the API says it, is `--issued-on` here. */
const inSmallLetters = (word: string) =>
  word.replace(/^--[^=]+/, (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))

type Values = ReturnType<typeof parseArgs>['values']

function readOptions(command: Command, words: string[]): Values {
  const options = Object.entries(command.options).map(([name, { many = false }]) => {
    return [name, { type: 'string' as const, multiple: many }] as const
  })
  const help = { type: 'boolean' as const }
  try {
    return parseArgs({ args: words, options: { ...Object.fromEntries(options), help } }).values
  } catch (error) {
    throw new Mistake([{ field: command.name, detail: (error as Error).message }])
  }
}

async function run(command: Command, values: Values): Promise<object> {
  if (!command.needsDatabase) return command.run(values, new Date())
  const database = await openDatabase()
  try {
    await prepareQueue()
    return await command.run(values, new Date())
  } finally {
    await stopQueue()
    await database.close()
  }
}

function say(text: string): 0 {
  process.stdout.write(text)
  return 0
}

function sayProblem(error: unknown, json: boolean): 1 {
  const problems = problemsOf(error)
  if (!problems) throw error
  if (json) process.stdout.write(`${JSON.stringify({ errors: problems })}\n`)
  else for (const { field, detail } of problems) process.stderr.write(`${field}: ${detail}\n`)
  return 1
}

function problemsOf(error: unknown) {
  if (error instanceof Mistake) return error.problems
  if (error instanceof CannotStart) return [{ field: 'database', detail: error.message }]
  if (error instanceof BadRequest) return [{ field: 'image', detail: error.message }]
  return null
}

function overview(): string {
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`).join('\n')
  return `Usage: npm run wallet -- COMMAND [options]\n\n${list}\n\nEvery command takes --help, and --json to answer in JSON alone (with npm run -s).\n`
}

function usage({ name, summary, options }: Command): string {
  const list = Object.entries(options).map(([option, { about, needed, many }]) => {
    const more = [needed && 'needed', many && 'may be repeated'].filter(Boolean).join(', ')
    return `  --${option.padEnd(14)} ${about}${more ? ` (${more})` : ''}`
  })
  return [
    `Usage: npm run wallet -- ${name} [options]`,
    '',
    summary,
    '',
    ...list,
    '  --json           answer in JSON alone',
    '',
  ].join('\n')
}

process.exitCode = await main(
  process.argv.slice(2).filter((word) => !word.startsWith('--started-by=')),
)
