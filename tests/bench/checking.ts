import { generateKeyPairSync } from 'node:crypto'
import { verifyCredential } from '@digitalcredentials/verifier-core'
import { compactVerify, importJWK } from 'jose'
import { check } from '#openbadges/check'
import { signCredential } from '#openbadges/credential/sign-credential'
import { signJwt } from '#openbadges/credential/sign-jwt'
import { writeCredential, type Credential } from '#openbadges/credential/write-credential'
import { writeController } from '#openbadges/credential/write-issuer'
import type { FetchDocument } from '#openbadges/fetch-document'
import { multikeyOf } from '#openbadges/multikey'
import { addresses, entry, fullAward } from '../openbadges/any-award.ts'
import { comparison, type Comparison } from './load.ts'
import { printRow } from './table.ts'
import type { Work } from './work.ts'

// Checks by the library alone: neither its threads nor what is kept of earlier checks.

const now = new Date('2026-11-23T12:00:00Z')
const issuer = addresses.issuer

type Statusless = Omit<Credential, 'credentialStatus'>

/** Without a status: theirs would fetch the list anew each time. */
function writtenNo(number: number, by: string) {
  const id = `urn:uuid:00000000-0000-8000-8000-${String(number).padStart(12, '0')}`
  const award = { ...fullAward, recipient: { email: `${number}@example.org`, salt: `${number}` } }
  const written = writeCredential(award, { ...addresses, id, issuer: by }, entry)
  return JSON.parse(JSON.stringify({ ...written, credentialStatus: undefined })) as Statusless
}

/** No two in a row are the same, so that nothing is gained by remembering one. */
async function many(make: (number: number) => Promise<string>) {
  const badges = await Promise.all(Array.from({ length: 500 }, (_, number) => make(number)))
  return (turn: number) => badges[turn % badges.length] ?? ''
}

/** A check that finds something wrong, or cannot, would count as fast. */
async function checkWell(badge: string, fetchDocument: FetchDocument) {
  const { findings } = await check(badge, { now, fetchDocument })
  const proof = findings.find(({ question }) => question === 'proof')
  if (proof?.outcome !== 'passed') throw new Error(`The check says ${JSON.stringify(findings)}`)
}

/** A signed badge that nobody looked at before, beside the verifier that others build upon. */
export async function checkCredentials() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const multikey = multikeyOf(publicKey)
  const did = `did:key:${multikey}`
  const signer = { verificationMethod: `${did}#${multikey}`, privateKey }
  const badgeNo = await many(async (number) =>
    JSON.stringify(await signCredential(writtenNo(number, did), signer, now)),
  )
  const offline = withoutNetwork()
  const ours = (turn: number) => checkWell(badgeNo(turn), nothing)
  const theirs = async (turn: number) => {
    const credential = JSON.parse(badgeNo(turn)) as object
    const { log } = (await verifyCredential({ credential, knownDIDRegistries: [] } as never)) as {
      log?: { id: string; valid?: boolean }[]
    }
    if (log?.find(({ id }) => id === 'valid_signature')?.valid !== true)
      throw new Error('verifier-core found it wrong')
  }
  const measured = await comparePerCpuSecond(ours, theirs)
  offline.end()
  printRow({
    ...{ what: 'badge checked, eddsa-rdfc-2022, per CPU s', against: 'verifier-core' },
    ...{ ...measured, goal: 2 },
  })
}

const nothing: FetchDocument = () => Promise.resolve({ answered: false })

/** Theirs asks for a JSON schema, once: it gets one that takes everything. */
function withoutNetwork() {
  const { fetch } = globalThis
  globalThis.fetch = (url) => Promise.resolve(Response.json({ $id: url }))
  return {
    end: () => {
      globalThis.fetch = fetch
    },
  }
}

/** A VC-JWT with all that there is to ask about it, beside nothing but its signature. */
export async function checkJwts() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = publicKey.export({ format: 'jwk' })
  const kid = `${issuer}/keys/1`
  const badgeNo = await many((number) =>
    signJwt(writtenNo(number, issuer) as unknown as Credential, { kid, privateKey }),
  )
  const key = { id: kid, multibase: null, jwk, revokedAt: null }
  const fetchDocument = documents({
    [kid]: { ...jwk, kid },
    [issuer]: writeController(fullAward.achievement.issuer, issuer, [key]),
  })
  const ours = (turn: number) => checkWell(badgeNo(turn), fetchDocument)
  const imported = async (turn: number) =>
    compactVerify(badgeNo(turn), await importJWK(jwk, 'RS256'))
  const known = await importJWK(jwk, 'RS256')
  const what = 'badge checked, VC-JWT RS256, per CPU s'
  printRow({
    ...{ what, against: 'jose, key read each time' },
    ...{ ...(await comparePerCpuSecond(ours, imported)), goal: 0.9 },
  })
  printRow({
    ...{ what, against: 'jose, key read once' },
    ...(await comparePerCpuSecond(ours, (turn) => compactVerify(badgeNo(turn), known))),
  })
}

function documents(standing: Record<string, object>): FetchDocument {
  const bodies = new Map(
    Object.entries(standing).map(([url, one]) => [url, Buffer.from(JSON.stringify(one))]),
  )
  return (url) => {
    const body = bodies.get(url)
    const mediaType = 'application/json'
    return Promise.resolve(
      body ? { answered: true, status: 200, url, mediaType, body } : { answered: false },
    )
  }
}

const rounds = 4

/** Per second of all threads together: jose computes in others than its caller's. */
async function comparePerCpuSecond(ours: Work, theirs: Work): Promise<Comparison> {
  for (const work of [ours, theirs]) await timesPerCpuSecond(work)
  const results: { ours: number; theirs: number }[] = []
  for (let round = 0; round < rounds; round += 1)
    results.push({ ours: await timesPerCpuSecond(ours), theirs: await timesPerCpuSecond(theirs) })
  return comparison(results)
}

async function timesPerCpuSecond(work: Work): Promise<number> {
  const [began, until] = [process.cpuUsage(), performance.now() + 1000]
  let times = 0
  while (performance.now() < until) await work((times += 1))
  const { user, system } = process.cpuUsage(began)
  return times / ((user + system) / 1_000_000)
}
