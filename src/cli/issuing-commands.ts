import { readFile } from 'node:fs/promises'
import { createBadge } from '#issuing/achievements'
import { award as awardBadge, issuerOfAward, revoke } from '#issuing/award'
import { awardForm, badgeForm, issuerForm, revokeForm } from '#issuing/forms'
import { createIssuer, findIssuer, issuerOfBadge, type ActingIssuer } from '#issuing/issuers'
import { fromCaller } from './caller.ts'
import { checked, Mistake, type Command } from './command.ts'

export const createIssuerCommand: Command = {
  name: 'issuer create',
  summary: 'Makes an issuer and its key. The key is shown once.',
  options: {
    name: { about: 'what learners and employers read', needed: true },
    url: { about: 'its web site', needed: true },
    email: { about: 'where it is reached', needed: true },
  },
  needsDatabase: true,
  run: (values) => createIssuer(checked(issuerForm, values)),
  tell: (answer) => {
    const { id, key } = answer as { id: string; key: string }
    return `Issuer ${id}\nKey    ${key}\nKeep the key now: it is not shown again.`
  },
}

export const createBadgeCommand: Command = {
  name: 'badge create',
  summary: 'Makes a badge that an issuer can award.',
  options: {
    issuer: { about: 'the id of its issuer', needed: true },
    name: { about: 'its name', needed: true },
    description: { about: 'what it shows, in a sentence', needed: true },
    criteria: { about: 'how it is earned, in Markdown', needed: true },
    image: { about: 'a PNG or SVG file', needed: true },
    skill: { about: 'a skill that it shows', many: true },
    tag: { about: 'a word to find it by', many: true },
    language: { about: 'the language of its text, such as en' },
  },
  needsDatabase: true,
  run: async ({ issuer, image, skill, tag, ...rest }, now) => {
    const acting = await actingIssuer(issuer)
    const badge = checked(badgeForm, {
      ...rest,
      skills: skill,
      tags: tag,
      image: await dataUrl(image),
    })
    return createBadge(acting, badge, now)
  },
  tell: (answer) => `Badge ${(answer as { id: string }).id}`,
}

export const award: Command = {
  name: 'award',
  summary: 'Awards a badge and writes the email down for sending.',
  options: {
    badge: { about: 'the id of the badge', needed: true },
    email: { about: 'whom it goes to', needed: true },
    name: { about: 'their name, as it should be printed' },
    'issued-on': { about: 'a date like 2026-03-04; today if left out' },
    'expires-on': { about: 'the last day on which it is valid' },
    'offer-ends-on': { about: 'until when it can be accepted; 180 days if left out' },
    evidence: { about: 'the address of something that shows how it was earned', many: true },
    language: { about: 'the language of the email, such as en' },
  },
  needsDatabase: true,
  run: async ({ evidence, ...values }, now) => {
    const input = checked(awardForm, {
      ...values,
      issuedOn: values['issued-on'],
      expiresOn: values['expires-on'],
      offerEndsOn: values['offer-ends-on'],
      evidence: Array.isArray(evidence) ? evidence.map((url: unknown) => ({ url })) : undefined,
    })
    const outcome = await awardBadge(await issuerOfBadge(input.badge), input, now)
    if (outcome.ok) return outcome.award
    throw new Mistake([{ field: outcome.field, detail: outcome.message }])
  },
  tell: (answer) => {
    const { id, email } = answer as { id: string; email: string }
    return `Award ${id} for ${email}`
  },
}

export const revokeCommand: Command = {
  name: 'revoke',
  summary: 'Takes an awarded badge back.',
  options: {
    award: { about: 'the id of the award', needed: true },
    reason: { about: 'why: the learner and employers read it' },
  },
  needsDatabase: true,
  run: async ({ award: id, reason }, now) => {
    const issuer = typeof id === 'string' ? await issuerOfAward(id) : null
    if (!issuer || typeof id !== 'string')
      throw new Mistake([{ field: 'award', detail: 'is not the id of an award' }])
    return revoke(issuer, id, checked(revokeForm, { reason }).reason, now)
  },
  tell: (answer) => `Award ${(answer as { id: string }).id} is revoked`,
}

export async function actingIssuer(id: unknown): Promise<ActingIssuer> {
  const issuer = typeof id === 'string' ? await findIssuer(id) : null
  if (!issuer) throw new Mistake([{ field: 'issuer', detail: 'is not the id of an issuer' }])
  return issuer
}

async function dataUrl(file: unknown): Promise<string | undefined> {
  if (typeof file !== 'string') return undefined
  const bytes = await readFile(fromCaller(file)).catch(() => {
    throw new Mistake([{ field: 'image', detail: `${file} cannot be read` }])
  })
  const mediaType = bytes[0] === 0x89 ? 'image/png' : 'image/svg+xml'
  return `data:${mediaType};base64,${bytes.toString('base64')}`
}
