// What a credential of ours says in RDF: which member stands for which predicate. Its contexts say so
// once and for all.

const xsd = 'http://www.w3.org/2001/XMLSchema#'
const ob = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#'
const vc = 'https://www.w3.org/2018/credentials#'
const status = 'https://www.w3.org/ns/credentials/status#'
const schema = 'https://schema.org/'

/** How a member's value is written: as plain text, as an address, as yes or no, as typed text, as a node. */
export type Value = 'text' | 'iri' | 'flag' | { datatype: string } | { node: Shape }

export interface Shape {
  /** `type` as we write it, and what it stands for. */
  type: string | string[] | undefined
  types: string[]
  members: Record<string, [predicate: string, value: Value]>
}

const shape = (
  type: Shape['type'],
  types: string[],
  members: Shape['members'],
): { node: Shape } => ({ node: { type, types, members } })

const anyUri: Value = { datatype: 'https://www.w3.org/2001/XMLSchema#anyURI' }
const dateTime: Value = { datatype: `${xsd}dateTime` }
const name: [string, Value] = [`${schema}name`, 'text']
const narrative: [string, Value] = [`${ob}narrative`, 'text']

const profile = shape(['Profile'], [`${ob}Profile`], {
  name,
  url: [`${schema}url`, anyUri],
  email: [`${schema}email`, 'text'],
})

const identity = shape('IdentityObject', [`${ob}IdentityObject`], {
  hashed: [`${ob}hashed`, 'flag'],
  identityHash: [`${ob}identityHash`, 'text'],
  identityType: [`${ob}identityType`, 'text'],
  salt: [`${ob}salt`, 'text'],
})

const alignment = shape(['Alignment'], [`${schema}AlignmentObject`], {
  targetName: [`${schema}targetName`, 'text'],
  targetUrl: [`${schema}targetUrl`, anyUri],
  targetFramework: [`${schema}targetFramework`, 'text'],
  targetCode: [`${ob}targetCode`, 'text'],
  targetDescription: [`${schema}targetDescription`, 'text'],
})

const achievement = shape(['Achievement'], [`${ob}Achievement`], {
  name,
  description: [`${schema}description`, 'text'],
  criteria: [`${ob}Criteria`, shape(undefined, [], { narrative })],
  image: [`${ob}image`, shape('Image', [`${ob}Image`], {})],
  tag: [`${schema}keywords`, 'text'],
  alignment: [`${ob}alignment`, alignment],
  inLanguage: [`${schema}inLanguage`, 'text'],
})

const subject = shape(['AchievementSubject'], [`${ob}AchievementSubject`], {
  identifier: [`${ob}identifier`, identity],
  achievement: [`${ob}achievement`, achievement],
})

const statusEntry = shape('BitstringStatusListEntry', [`${status}BitstringStatusListEntry`], {
  statusPurpose: [`${status}statusPurpose`, 'text'],
  statusListIndex: [`${status}statusListIndex`, 'text'],
  statusListCredential: [`${status}statusListCredential`, 'iri'],
})

/** A credential as we write it. */
export const ourShape = shape(
  ['VerifiableCredential', 'OpenBadgeCredential'],
  [`${vc}VerifiableCredential`, `${ob}OpenBadgeCredential`],
  {
    name,
    issuer: [`${vc}issuer`, profile],
    validFrom: [`${vc}validFrom`, dateTime],
    validUntil: [`${vc}validUntil`, dateTime],
    // The context writes "xsd:dateTime" without saying what "xsd" is, so this is the whole name.
    awardedDate: [`${ob}awardedDate`, { datatype: 'xsd:dateTime' }],
    credentialSubject: [`${vc}credentialSubject`, subject],
    evidence: [`${vc}evidence`, shape(['Evidence'], [`${ob}Evidence`], { name, narrative })],
    credentialStatus: [`${vc}credentialStatus`, statusEntry],
  },
).node
