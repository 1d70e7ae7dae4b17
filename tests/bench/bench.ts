// How fast the pages are, side by side with bare Express and with each other, in one run. Trust the
// ratios: requests a second depend on the machine and on what else it does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, db, disconnect } from '#db'
import { startEmbedded } from '#database/embedded'
import { migrate } from '#database/migrations'
import { log } from '#log'
import {
  common,
  fillWallets,
  makeAchievements,
  makeOthers,
  type Wallet,
} from '../support/many-badges.ts'
import { startServer } from '../support/server.ts'
import { checkCredentials, checkJwts } from './checking.ts'
import { logIn, makeLearner } from './learners.ts'
import { compare, type Target } from './load.ts'
import { bareExpress } from './rivals.ts'
import { bakeBadges, signBadges } from './signing.ts'
import { printRow, printTitles } from './table.ts'

// Standard output belongs to the table.
log.level = 'silent'

const folder = mkdtempSync(join(tmpdir(), 'badge-passport-bench-'))
const database = await startEmbedded(folder)
connect(database.url)
try {
  await migrate(database.url)
  await makeAchievements()
  const [few, many] = [await makeLearner(24), await makeLearner(10_000)]
  await fillWallets([few, many, ...(await makeOthers(1_000, 100))])
  // One learner who searches all the time, as no learner does.
  const server = await startServer({ DATA_DIR: folder, LIMITS: 'search.account=9999999/1h' })
  try {
    printTitles()
    await signBadges()
    await bakeBadges()
    await checkCredentials()
    await checkJwts()
    await publicPages(server.address)
    await lists(server.address, few, many)
  } finally {
    await server.end('SIGTERM')
  }
} finally {
  await disconnect()
  await database.leave()
  rmSync(folder, { recursive: true })
}

async function publicPages(address: string) {
  const published = await db.assertion.findMany({
    where: { visibility: 'PUBLIC' },
    select: { publicKey: true },
    take: 500,
  })
  const paths = published.map(({ publicKey }) => `/b/${publicKey}`)
  await besideBareExpress('public page', { address, paths }, 0.6)
  const headers = { accept: 'application/ld+json' }
  await besideBareExpress('public page as JSON', { address, paths, headers })
}

async function lists(address: string, few: Wallet, many: Wallet) {
  const [cookieOfFew, cookieOfMany] = [await logIn(few, address), await logIn(many, address)]
  const ofFew = (path: string) => ({ address, paths: [path], headers: cookieOfFew })
  const ofMany = (path: string) => ({ address, paths: [path], headers: cookieOfMany })
  await besideBareExpress('list of 24 badges', ofFew('/badges'))
  const pairs: [string, string, string][] = [
    ['first page', '/badges', '/badges'],
    ['page 200', '/badges?page=200', '/badges'],
    ['search', `/badges?q=${common.word}`, `/badges?q=${common.word}`],
    ['filter', `/badges?skill=${common.skill}`, `/badges?skill=${common.skill}`],
  ]
  for (const [what, path, other] of pairs) {
    const measured = await compare(ofMany(path), ofFew(other), { rounds: 3, seconds: 2 })
    // A full wallet may take twice as long as one that fits on a page.
    printRow({ what: `list of 10,000, ${what}`, against: 'list of 24', ...measured, goal: 0.5 })
  }
}

async function besideBareExpress(what: string, page: Target, goal?: number) {
  const bare = await bareExpress(page, folder)
  const measured = await compare(page, bare.target, { rounds: 4, seconds: 3 })
  bare.end()
  printRow({ what: `${what}, ${bare.bytes} bytes`, against: 'bare Express', ...measured, goal })
}
