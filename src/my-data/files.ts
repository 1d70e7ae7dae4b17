import type { Learner } from '#accounts/credentials'
import { accountFacts, activityColumns, activityRows } from './account-facts.ts'
import { badgeColumns, badgeFacts, badgePages, badgeRow, everyBadge } from './badge-facts.ts'
import { filesOfBadges } from './badge-files.ts'
import { csv } from './csv.ts'
import { badgeFolders, type FolderOf } from './folders.ts'
import { readMe } from './read-me.ts'
import type { FileInZip } from './zip.ts'

/** Everything that we know of a learner, file by file; each is read when its turn comes. */
export async function* filesOf(learner: Learner, at: Date): AsyncGenerator<FileInZip> {
  const folderOf = badgeFolders()
  yield { path: 'README.txt', content: readMe(at) }
  yield { path: 'account.json', content: inJson(await accountFacts(learner)) }
  yield { path: 'activity.csv', pieces: csv(activityColumns, activityRows(learner)) }
  yield { path: 'badges.csv', pieces: csv(badgeColumns, badgeRows(learner, folderOf, at)) }
  yield { path: 'badges.json', pieces: badgesInJson(learner, folderOf, at) }
  for await (const badges of badgePages(learner)) yield* filesOfBadges(badges, folderOf, at)
}

const inJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

async function* badgeRows(learner: Learner, folderOf: FolderOf, at: Date) {
  for await (const badge of everyBadge(learner)) yield badgeRow(badge, folderOf(badge), at)
}

/** One list, but never whole in memory. */
async function* badgesInJson(learner: Learner, folderOf: FolderOf, at: Date) {
  let before = '[\n'
  for await (const badge of everyBadge(learner)) {
    yield before + JSON.stringify(badgeFacts(badge, folderOf(badge), at), null, 2)
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
