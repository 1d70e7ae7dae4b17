import { readFile } from 'node:fs/promises'
import { createAccount } from '#accounts/account'
import { findLearner } from '#accounts/credentials'
import { hashPassword } from '#accounts/passwords'
import { tag } from '#badges/badge'
import { accept } from '#inbox/decisions'
import { createBadge } from '#issuing/achievements'
import { award, revoke } from '#issuing/award'
import { awardForm, badgeForm, issuerForm } from '#issuing/forms'
import { createIssuer, type ActingIssuer } from '#issuing/issuers'
import { publish } from '#sharing/publication'
import { db } from '#db'
import { addSwimming } from './from-elsewhere.ts'

/** A learner to look around with. */
export const maria = { email: 'maria@example.org', password: 'a wallet full of badges' }

/** The one who has a badge waiting and no account yet: the whole chain begins with her mail. */
export const ana = { email: 'ana@example.org' }

const board = {
  name: 'Northfield Exam Board',
  url: 'https://northfield.example',
  email: 'badges@northfield.example',
}

const cefr = (code: string) => ({
  name: `CEFR ${code}`,
  url: 'https://www.coe.int/en/web/common-european-framework-reference-languages',
  framework: 'Common European Framework of Reference for Languages',
  code,
})

const badges = {
  english: {
    file: 'b2-english.png',
    name: 'B2 English',
    description: 'Uses English with confidence for study, work and everyday life.',
    criteria:
      'Passed the **B2 English** exam:\n\n- reading and writing\n- listening\n- speaking with a partner',
    skills: ['English', 'Writing', 'Speaking'],
    tags: ['exam'],
    alignments: [cefr('B2')],
  },
  firstAid: {
    file: 'first-aid-basics.svg',
    name: 'First Aid Basics',
    description: 'Knows what to do in the first minutes of an emergency.',
    criteria: 'Took a course of 16 hours and passed a practical test.',
    skills: ['First aid', 'Teamwork'],
  },
  web: {
    file: 'web-design.svg',
    name: 'Web Design',
    description: 'Plans, draws and builds a small web site that everyone can use.',
    criteria: 'Built a site of five pages and explained its choices.',
    skills: ['HTML', 'CSS', 'Accessibility'],
    tags: ['digital'],
  },
  science: {
    file: 'science-fair-finalist.png',
    name: 'Science Fair Finalist',
    description: 'Reached the final of the Northfield science fair.',
    criteria: 'Showed an experiment of their own and answered the questions of three judges.',
    skills: ['Research', 'Speaking'],
  },
  volunteer: {
    file: 'volunteer-100-hours.png',
    name: 'Volunteer: 100 Hours',
    description: 'Gave one hundred hours to the community.',
    criteria: 'Hours were signed by the organisation that was helped.',
    skills: ['Teamwork', 'Responsibility'],
  },
  leader: {
    file: 'team-leader.svg',
    name: 'Team Leader',
    description: 'Led a team from the first plan to the finished work.',
    criteria: 'Led a team of four or more for at least eight weeks.',
    skills: ['Leadership', 'Planning', 'Teamwork'],
  },
}

/** An issuer with six badges, and people to click around with. Does nothing the second time. */
export async function seed(now = new Date()): Promise<void> {
  if (await db.issuer.findFirst({ where: { name: board.name } })) return
  const { id } = await createIssuer(issuerForm.parse(board))
  const issuer = { id, name: board.name }
  const [english, firstAid, web, science, volunteer, leader] = await Promise.all(
    Object.values(badges).map((badge) => makeBadge(issuer, badge, now)),
  )
  const give = (badge: string | undefined, to: object) => awardBadge(issuer, { badge, ...to }, now)
  const toMaria = { email: maria.email, name: 'Maria Rossi' }
  const learner = await makeLearner('Maria Rossi', maria, now)

  const held = [
    await give(english, { ...toMaria, issuedOn: '2026-03-04', expiresOn: '2029-03-04' }),
    await give(firstAid, { ...toMaria, issuedOn: '2023-09-12', expiresOn: '2025-09-12' }),
    await give(science, {
      ...toMaria,
      issuedOn: '2025-05-20',
      evidence: [{ name: 'The experiment', narrative: 'How much salt can a tomato plant take?' }],
    }),
    await give(volunteer, { ...toMaria, issuedOn: '2025-12-01' }),
  ]
  for (const badge of held) await accept(learner, badge, now)
  const [shown, , tagged, takenBack] = held
  if (shown)
    await publish(
      learner,
      shown,
      { visibility: 'PUBLIC', showName: true, searchEngines: false },
      now,
    )
  if (tagged) await tag(learner, tagged, ['school', 'science'])
  if (takenBack) await revoke(issuer, takenBack, 'The hours were counted twice.', now)

  await addSwimming(learner, now)

  await give(leader, toMaria)
  await give(english, { email: ana.email, name: 'Ana García', issuedOn: '2026-11-16' })
  await give(web, { email: 'tom@example.org', name: 'Tom Okoro' })
}

type Sample = (typeof badges)[keyof typeof badges]

async function makeBadge(
  issuer: ActingIssuer,
  { file, ...badge }: Sample,
  now: Date,
): Promise<string> {
  const bytes = await readFile(new URL(`demo/${file}`, import.meta.url))
  const mediaType = file.endsWith('.png') ? 'image/png' : 'image/svg+xml'
  const image = `data:${mediaType};base64,${bytes.toString('base64')}`
  return (await createBadge(issuer, badgeForm.parse({ ...badge, image }), now)).id
}

async function awardBadge(issuer: ActingIssuer, input: object, now: Date): Promise<string> {
  const outcome = await award(issuer, awardForm.parse(input), now)
  if (!outcome.ok) throw new Error(`${outcome.field} ${outcome.message}`)
  return outcome.award.id
}

async function makeLearner(name: string, { email, password }: typeof maria, now: Date) {
  const passwordHash = await hashPassword(password)
  const address = { canonical: email, typed: email }
  const id = await createAccount(db, { name, address, passwordHash }, now)
  if (id === null) throw new Error(`${email} has an account already`)
  const learner = await findLearner(id)
  if (!learner) throw new Error(`${email} is gone`)
  return learner
}
