import { z } from 'zod'
import { addressField } from '#accounts/email-address'
import { addStaff, removeStaff } from '#staff/staff'
import { checked, Mistake, type Command } from './command.ts'
import { actingIssuer } from './issuing-commands.ts'

const person = z.object({ email: addressField })

const options = {
  issuer: { about: 'the id of the issuer', needed: true },
  email: { about: 'a confirmed address of their account', needed: true },
}

interface Answer {
  issuer: string
  email: string
}

export const addStaffCommand: Command = {
  name: 'staff add',
  summary: 'Lets a person with an account act for an issuer.',
  options,
  needsDatabase: true,
  run: async (values, now) => {
    const issuer = await actingIssuer(values['issuer'])
    const { canonical } = checked(person, values).email
    if (await addStaff(issuer, canonical, now)) return { issuer: issuer.id, email: canonical }
    throw new Mistake([{ field: 'email', detail: 'is not a confirmed address of an account' }])
  },
  tell: (answer) => {
    const { issuer, email } = answer as Answer
    return `${email} acts for the issuer ${issuer}.\nThey need a passkey or the second step (Settings) to get in.`
  },
}

export const removeStaffCommand: Command = {
  name: 'staff remove',
  summary: 'Ends that a person acts for an issuer, at once.',
  options,
  needsDatabase: true,
  run: async (values, now) => {
    const issuer = await actingIssuer(values['issuer'])
    const { canonical } = checked(person, values).email
    if (await removeStaff(issuer, canonical, now)) return { issuer: issuer.id, email: canonical }
    throw new Mistake([{ field: 'email', detail: 'does not act for this issuer' }])
  },
  tell: (answer) => {
    const { issuer, email } = answer as Answer
    return `${email} does not act for the issuer ${issuer} any more.`
  },
}
