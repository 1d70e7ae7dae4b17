import { listRoutes, type Route } from '#web/site-map'
import type { Command } from './command.ts'

export const routesCommand: Command = {
  name: 'routes',
  summary: 'Prints every path of the site and who may call it.',
  options: {},
  needsDatabase: false,
  run: async () => {
    const { siteMap } = await import('#routes')
    return listRoutes(siteMap)
  },
  tell: (answer) =>
    (answer as Route[])
      .map(({ method, path, who }) => `${who.padEnd(13)} ${method.padEnd(5)} ${path}`)
      .join('\n'),
}

export const limitsCommand: Command = {
  name: 'limits',
  summary: 'Prints how often things may be done, and within which time.',
  options: {},
  needsDatabase: false,
  run: async () => {
    const { limitsTable } = await import('#limits/print')
    return { table: limitsTable() }
  },
  tell: (answer) => (answer as { table: string }).table,
}

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Brings the database up to date. The server does so too when it starts.',
  options: {},
  needsDatabase: true,
  run: () => Promise.resolve({ migrated: true }),
  tell: () => 'The database is up to date.',
}
