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

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Brings the database up to date. The server does so too when it starts.',
  options: {},
  needsDatabase: true,
  run: () => Promise.resolve({ migrated: true }),
  tell: () => 'The database is up to date.',
}
