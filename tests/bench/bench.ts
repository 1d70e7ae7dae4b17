// How fast the pages are, side by side with bare Express and with each other, in one run. Trust the
// ratios: requests a second depend on the machine and on what else it does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, db, disconnect } from '#db'
import { startEmbedded } from '#database/embedded'
import { migrate } from '#database/migrations'
import { common, fillWallets, makeAchievements, makeOthers } from '../support/many-badges.ts'
import { startServer } from '../support/server.ts'
import { logInWith } from './learners.ts'
import { compare, type Target } from './load.ts'
import { bareExpress } from './rivals.ts'
import { printRow, printTitles } from './table.ts'

const folder = mkdtempSync(join(tmpdir(), 'badge-passport-bench-'))
const database = await startEmbedded(folder)
await migrate(database.url)
connect(database.url)
await makeAchievements()
await fillWallets(await makeOthers(1_000), 100)
const server = await startServer({ DATA_DIR: folder })
const [few, many] = [await logInWith(24, server.address), await logInWith(10_000, server.address)]

try {
  printTitles()
  const paths = await publicPaths()
  await besideBareExpress('public page', { address: server.address, paths }, 0.6)
  const headers = { accept: 'application/ld+json' }
  await besideBareExpress('public page as JSON', { address: server.address, paths, headers })
  await besideBareExpress('list of 24 badges', list(few, '/badges'))
  await bySize('first page', '/badges')
  await bySize('search', `/badges?q=${common.word}`)
  await bySize('filter', `/badges?skill=${common.skill}`)
} finally {
  await server.end('SIGTERM')
  await disconnect()
  await database.leave()
  rmSync(folder, { recursive: true })
}

async function besideBareExpress(what: string, page: Target, goal?: number) {
  const bare = await bareExpress(page, folder)
  const measured = await compare(page, bare.target, 4)
  bare.end()
  printRow({
    what: `${what} (${bare.bytes} bytes)`,
    against: 'bare Express',
    ...measured,
    ...(goal && { goal }),
  })
}

/** A full wallet may cost twice as much as one that fits on a page. */
async function bySize(what: string, path: string) {
  const measured = await compare(list(many, path), list(few, path), 3)
  printRow({ what: `list of 10,000: ${what}`, against: 'of 24', ...measured, goal: 0.5 })
}

function list(headers: Record<string, string>, path: string): Target {
  return { address: server.address, paths: [path], headers }
}

/** Many pages, as on a day when many are looked at. */
async function publicPaths() {
  const found = await db.assertion.findMany({
    where: { visibility: 'PUBLIC', revokedAt: null },
    select: { publicKey: true },
    take: 500,
  })
  return found.map(({ publicKey }) => `/b/${publicKey}`)
}
