import { parseArgs } from 'node:util'
import { CannotStart } from '#database/cannot-start'
import { BadRequest } from '#errors'
import { Mistake, type Command } from './command.ts'

const issuing = () => import('./issuing-commands.ts')
const staff = () => import('./staff-commands.ts')
const site = () => import('./site-commands.ts')

/** Loaded when it is asked for: some need the database and the whole site, others nothing of it. */
const commands: Record<string, () => Promise<Command>> = {
  'issuer create': async () => (await issuing()).createIssuerCommand,
  'issuer rotate-keys': async () => (await import('./key-commands.ts')).rotateKeysCommand,
  'badge create': async () => (await issuing()).createBadgeCommand,
  award: async () => (await issuing()).award,
  revoke: async () => (await issuing()).revokeCommand,
  check: async () => (await import('./check-command.ts')).checkCommand,
  'staff add': async () => (await staff()).addStaffCommand,
  'staff remove': async () => (await staff()).removeStaffCommand,
  routes: async () => (await site()).routesCommand,
  limits: async () => (await site()).limitsCommand,
  migrate: async () => (await site()).migrateCommand,
}

async function main(given: string[]): Promise<number> {
  const words = given.filter((word) => word !== '--json').map(inSmallLetters)
  const command = await find(words)
  if (command) return answer(command, words, { json: given.includes('--json') })
  const asked = words.length === 0 || words[0] === '--help' || words[0] === 'help'
  process[asked ? 'stdout' : 'stderr'].write(await overview())
  return asked ? 0 : 1
}

async function answer(command: Command, words: string[], { json }: { json: boolean }) {
  try {
    const values = readValues(command, words.slice(command.name.split(' ').length))
    if (values['help']) return say(usage(command))
    const found = await run(command, values)
    say(`${json ? JSON.stringify(found) : command.tell(found)}\n`)
    return command.exitCode?.(found) ?? 0
  } catch (error) {
    sayProblem(error, json)
    return command.mistakeCode ?? 1
  }
}

async function find(words: string[]): Promise<Command | undefined> {
  const name = Object.keys(commands).find((one) => `${words.join(' ')} `.startsWith(`${one} `))
  return name === undefined ? undefined : commands[name]?.()
}

/** `--issuedOn`, as the API says it, is `--issued-on` here. */
const inSmallLetters = (word: string) =>
  word.replace(/^--[^=]+/, (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))

type Values = ReturnType<typeof parseArgs>['values']

function readValues(command: Command, words: string[]): Values {
  const given = Object.entries(command.options).map(([name, { many = false }]) => {
    return [name, { type: 'string' as const, multiple: many }] as const
  })
  const options = { ...Object.fromEntries(given), help: { type: 'boolean' as const } }
  const { argument } = command
  const allowPositionals = argument !== undefined
  const mistake = (field: string, detail: string) => new Mistake([{ field, detail }])
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals })
    if (!argument || values.help) return values
    if (positionals.length === 1) return { ...values, [argument.name]: positionals[0] }
    throw mistake(argument.name, `is needed, once: ${argument.about}`)
  } catch (error) {
    throw error instanceof Mistake ? error : mistake(command.name, (error as Error).message)
  }
}

async function run(command: Command, values: Values): Promise<object> {
  const running = () => command.run(values, new Date())
  if (!command.needsDatabase) return running()
  const { withDatabase } = await import('./with-database.ts')
  return withDatabase(running)
}

function say(text: string): 0 {
  process.stdout.write(text)
  return 0
}

function sayProblem(error: unknown, json: boolean): void {
  const problems = problemsOf(error)
  if (!problems) throw error
  if (json) process.stdout.write(`${JSON.stringify({ errors: problems })}\n`)
  else for (const { field, detail } of problems) process.stderr.write(`${field}: ${detail}\n`)
}

function problemsOf(error: unknown) {
  if (error instanceof Mistake) return error.problems
  if (error instanceof CannotStart) return [{ field: 'database', detail: error.message }]
  if (error instanceof BadRequest) return [{ field: 'image', detail: error.message }]
  return null
}

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()))
  const list = all.map(({ name, summary }) => `  ${name.padEnd(19)} ${summary.split('\n')[0]}`)
  return `Usage: npm run wallet -- COMMAND [options]\n\n${list.join('\n')}\n\nEvery command takes --help, and --json to answer in JSON alone (with npm run -s).\n`
}

function usage({ name, summary, options, argument }: Command): string {
  const list = Object.entries(options).map(([option, { about, needed, many }]) => {
    const more = [needed && 'needed', many && 'may be repeated'].filter(Boolean).join(', ')
    return `  --${option.padEnd(14)} ${about}${more ? ` (${more})` : ''}`
  })
  const first = argument && `  ${argument.name.toUpperCase().padEnd(16)} ${argument.about}`
  return [
    `Usage: npm run wallet -- ${name}${argument ? ` ${argument.name.toUpperCase()}` : ''} [options]`,
    '',
    summary,
    '',
    ...(first === undefined ? [] : [first]),
    ...list,
    '  --json           answer in JSON alone',
    '',
  ].join('\n')
}

process.exitCode = await main(
  process.argv.slice(2).filter((word) => !/^--(?:started-by|called-from)=/.test(word)),
)
