import { z } from 'zod'
import { giveUpKey, rotateKeys } from '#signing/keys'
import { keyIdOf } from '#signing/public-keys'
import { checked, Mistake, type Command } from './command.ts'
import { actingIssuer } from './issuing-commands.ts'

interface Answer {
  issuer: string
  keys: { id: string; type: string }[]
  compromised: string | null
}

export const rotateKeysCommand: Command = {
  name: 'issuer rotate-keys',
  summary: 'Makes new keys for an issuer. What the old ones signed stays valid.',
  options: {
    issuer: { about: 'the id of the issuer', needed: true },
    compromised: {
      about: 'a key that somebody else may have, by its id or by the name that badges call it',
    },
  },
  needsDatabase: true,
  run: async (values, now): Promise<Answer> => {
    const issuer = await actingIssuer(values['issuer'])
    const said = checked(z.string().nullable().default(null), values['compromised'])
    const compromised = said === null ? null : await keyIdOf(issuer.id, said)
    if (compromised !== null) await giveUpKey(issuer.id, compromised, now)
    else if (said !== null)
      throw new Mistake([{ field: 'compromised', detail: 'is not a key of this issuer' }])
    return { issuer: issuer.id, keys: await rotateKeys(issuer.id), compromised }
  },
  tell: (answer) => {
    const { issuer, keys, compromised } = answer as Answer
    const made = keys.map(({ id, type }) => `  ${id} (${type})`).join('\n')
    const given = compromised
      ? `\nKey ${compromised} counts no more. Its badges are signed anew when they are next asked for.`
      : ''
    return `New keys sign for the issuer ${issuer}:\n${made}${given}`
  },
}
