import { answer, dataAnswer, type Answer } from '#answer'
import { withFacts } from '#badges/facts'
import { db } from '#db'
import { NotFound } from '#errors'
import { writeBadgeClass, writeRevoked } from '#openbadges/assertion/write-assertion'
import { writeAchievementDocument } from '#openbadges/credential/write-issuer'
import { findAchievementPicture } from '#pictures/picture'
import { achievementImageUrl, achievementUrl, issuerUrl } from '#signing/addresses'
import { achievementOf } from '#signing/award-of'
import { assertionUrl, badgeForm, type FormName } from './badge-forms.ts'
import { answerFor } from './kept-answers.ts'
import { isAchievementOpen, type Published } from './visibility.ts'

/** A published badge in one of its forms. 410 is what Open Badges 2.0 asks for one taken back. */
export const openBadge = (key: string, form: FormName, now: Date): Promise<Answer> =>
  answerFor(form, key, now, (published) =>
    form === 'assertion' && published.revokedAt
      ? Promise.resolve(revoked(key, published))
      : formAnswer(published, form, now),
  )

const revoked = (key: string, { revocationReason }: Published) =>
  dataAnswer(writeRevoked(assertionUrl(key), revocationReason), 410)

async function formAnswer({ assertionId: id }: Published, form: FormName, now: Date) {
  const badge = await db.assertion.findUnique({ where: { id }, include: withFacts })
  const bytes = badge && (await badgeForm(badge, form, now))
  if (!bytes) throw new NotFound()
  return answer(bytes)
}

/** What can be earned, as data of 2.0 or 3.0, from when somebody was awarded it. */
export async function openAchievement(id: string, version: '2.0' | '3.0'): Promise<Answer> {
  if (!(await isAchievementOpen(id))) throw new NotFound()
  const found = await db.achievement.findUniqueOrThrow({ where: { id }, include: { issuer: true } })
  const achievement = achievementOf(found, found.issuer)
  const [own, issuer, image] = [
    achievementUrl(id),
    issuerUrl(found.issuerId),
    achievementImageUrl(id),
  ]
  return dataAnswer(
    version === '3.0'
      ? writeAchievementDocument(achievement, { achievement: own, achievementImage: image, issuer })
      : writeBadgeClass(achievement, {
          ...{ badge: `${own}.json`, badgeImage: image, issuer: `${issuer}.json` },
        }),
  )
}

/** Its picture, as large as a page wants it. */
export async function openAchievementPicture(id: string, size: string): Promise<Answer> {
  if (!(await isAchievementOpen(id))) throw new NotFound()
  return answer(await findAchievementPicture(id, size))
}
