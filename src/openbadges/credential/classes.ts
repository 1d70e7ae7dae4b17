// The classes of Open Badges 3.0 (App. B) with their members, as its JSON Schema has them. `!`: has to
// be there; `*`: a list. What is no kind of value is the name of a vocabulary or of another class.

export interface Member {
  kind: string
  isRequired: boolean
  isList: boolean
}

// Endorsements are credentials of their own, and are checked as such.
const endorsed = { endorsementJwt: 'text*' }

const credential = {
  issuer: 'ProfileRef',
  description: 'text',
  awardedDate: 'instant',
  credentialSchema: 'CredentialSchema*',
  credentialStatus: 'CredentialStatus*',
  refreshService: 'RefreshService*',
  termsOfUse: 'TermsOfUse*',
}

const written: Record<string, Record<string, string>> = {
  AchievementCredential: {
    ...{ ...credential, ...endorsed, id: 'id!', name: 'text', image: 'Image' },
    ...{ credentialSubject: 'AchievementSubject!', evidence: 'Evidence*' },
  },
  EndorsementCredential: {
    ...{ ...credential, id: 'id!', name: 'text!', credentialSubject: 'EndorsementSubject!' },
  },
  EndorsementSubject: { id: 'id!', endorsementComment: 'text' },
  AchievementSubject: {
    ...{ id: 'id', activityEndDate: 'date', activityStartDate: 'date', creditsEarned: 'number' },
    ...{ achievement: 'Achievement!', identifier: 'IdentityObject*', image: 'Image' },
    ...{ licenseNumber: 'text', narrative: 'text', result: 'Result*', role: 'text' },
    ...{ source: 'Profile', term: 'text' },
  },
  IdentityObject: {
    ...{ hashed: 'boolean!', identityHash: 'text!', identityType: 'identifierType!', salt: 'text' },
  },
  Achievement: {
    ...{ ...endorsed, id: 'id!', name: 'text!', description: 'text!', criteria: 'Criteria!' },
    ...{ alignment: 'Alignment*', achievementType: 'achievementType', creator: 'Profile' },
    ...{ creditsAvailable: 'number', fieldOfStudy: 'text', humanCode: 'text', image: 'Image' },
    ...{ inLanguage: 'text', otherIdentifier: 'IdentifierEntry*', related: 'Related*' },
    ...{ resultDescription: 'ResultDescription*', specialization: 'text', tag: 'text*' },
    version: 'text',
  },
  Alignment: {
    ...{ targetCode: 'text', targetDescription: 'text', targetName: 'text!' },
    ...{ targetFramework: 'text', targetType: 'targetType', targetUrl: 'id!' },
  },
  Criteria: { id: 'id', narrative: 'text' },
  Evidence: {
    ...{ id: 'id', narrative: 'text', name: 'text', description: 'text' },
    ...{ genre: 'text', audience: 'text' },
  },
  Image: { id: 'id!', caption: 'text' },
  IdentifierEntry: { identifier: 'text!', identifierType: 'identifierType!' },
  Result: {
    ...{ achievedLevel: 'id', alignment: 'Alignment*', resultDescription: 'id' },
    ...{ status: 'resultStatus', value: 'text' },
  },
  ResultDescription: {
    ...{ id: 'id!', name: 'text!', resultType: 'resultType!', alignment: 'Alignment*' },
    ...{ allowedValue: 'text*', requiredLevel: 'id', requiredValue: 'text' },
    ...{ rubricCriterionLevel: 'RubricCriterionLevel*', valueMax: 'text', valueMin: 'text' },
  },
  RubricCriterionLevel: {
    ...{ id: 'id!', name: 'text!', alignment: 'Alignment*', description: 'text' },
    ...{ level: 'text', points: 'text' },
  },
  Related: { id: 'id!', inLanguage: 'text', version: 'text' },
  Profile: {
    ...{ ...endorsed, id: 'id!', name: 'text', url: 'id', phone: 'text', description: 'text' },
    ...{ image: 'Image', email: 'text', address: 'Address', parentOrg: 'Profile' },
    ...{ otherIdentifier: 'IdentifierEntry*', official: 'text', dateOfBirth: 'date' },
    ...{ familyName: 'text', givenName: 'text', additionalName: 'text', patronymicName: 'text' },
    ...{ honorificPrefix: 'text', honorificSuffix: 'text', familyNamePrefix: 'text' },
  },
  Address: {
    ...{ addressCountry: 'text', addressCountryCode: 'text', addressRegion: 'text' },
    ...{ addressLocality: 'text', streetAddress: 'text', postOfficeBoxNumber: 'text' },
    ...{ postalCode: 'text', geo: 'GeoCoordinates' },
  },
  GeoCoordinates: { latitude: 'number!', longitude: 'number!' },
  CredentialSchema: { id: 'id!' },
  CredentialStatus: { id: 'id' },
  RefreshService: { id: 'id' },
  TermsOfUse: { id: 'id' },
}

export type Class = Map<string, Member>

export const classes: ReadonlyMap<string, Class> = new Map(
  Object.entries(written).map(([name, members]) => [
    name,
    new Map(Object.entries(members).map(([member, form]) => [member, read(form)])),
  ]),
)

function read(form: string): Member {
  return {
    kind: form.replace(/[!*]/, ''),
    isRequired: form.endsWith('!'),
    isList: form.endsWith('*'),
  }
}

/** Criteria need no `type`; those whose type is a matter of the method have any. */
export const namesItself = (name: string) => !untyped.has(name)

const untyped = new Set([
  ...['Criteria', 'CredentialSchema', 'CredentialStatus', 'RefreshService', 'TermsOfUse'],
  // Looked at with the rules for every credential.
  ...['AchievementCredential', 'EndorsementCredential'],
])
