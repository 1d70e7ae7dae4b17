import { generateKeyPairSync } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { generate } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue } from '@digitalbazaar/vc'
import sharp from 'sharp'
import { bakePng } from '#openbadges/bake-png'
import { contexts } from '#openbadges/contexts'
import { signCredential } from '#openbadges/credential/sign-credential'
import { signJwt } from '#openbadges/credential/sign-jwt'
import { writeCredential } from '#openbadges/credential/write-credential'
import { unbakePng } from '#openbadges/unbake-png'
import { addresses, entry, fullAward } from '../openbadges/any-award.ts'
import { printRow } from './table.ts'
import { compareWork } from './work.ts'

const effort = { rounds: 4, seconds: 1 }

/** A badge that has not been signed before, with everything that one can have. */
const credentialNo = (turn: number) =>
  writeCredential(
    { ...fullAward, recipient: { email: `learner-${turn}@example.org`, salt: String(turn) } },
    { ...addresses, id: `urn:uuid:00000000-0000-8000-8000-${String(turn).padStart(12, '0')}` },
    entry,
  )

/** From the award to the text that goes out, beside the code that others sign with. */
export async function signBadges() {
  const { privateKey } = generateKeyPairSync('ed25519')
  const signer = { verificationMethod: `${addresses.issuer}#z6Mk`, privateKey }
  const ours = async (turn: number) =>
    JSON.stringify(await signCredential(credentialNo(turn), signer, new Date()))
  const key = await generate({ controller: addresses.issuer })
  const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite })
  const theirs = async (turn: number) =>
    JSON.stringify(await issue({ credential: credentialNo(turn), suite, documentLoader }))
  const measured = await compareWork(ours, theirs, effort)
  const against = '@digitalbazaar/vc'
  printRow({ what: 'badge signed, eddsa-rdfc-2022', against, ...measured, goal: 4 })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwtSigner = { kid: `${addresses.issuer}/keys/1`, privateKey: rsa.privateKey }
  const jwt = (turn: number) => signJwt(credentialNo(turn), jwtSigner)
  printRow({
    what: 'badge signed, VC-JWT RS256',
    against,
    ...(await compareWork(jwt, theirs, effort)),
  })
}

const documentLoader = (url: string) =>
  Promise.resolve({ contextUrl: null, documentUrl: url, document: contexts.get(url) })

/** A picture of 100 KB with a badge put in and taken out, beside pieces put together unseen. */
export async function bakeBadges() {
  const png = await noise()
  const credential = JSON.stringify(credentialNo(0))
  const ours = () => {
    const baked = bakePng(png, { credential }) ?? Buffer.alloc(0)
    if (unbakePng(baked).badges[0]?.text !== credential) throw new Error('the badge was lost')
  }
  const theirs = () => {
    const baked = splice(png, credential)
    if (spliced(baked) !== credential) throw new Error('the badge was lost')
  }
  const what = `badge baked and unbaked, ${Math.round(png.length / 1000)} kB PNG`
  const measured = await compareWork(ours, theirs, effort)
  printRow({ what, against: 'bare buffer splice', ...measured, goal: 0.5 })
}

/** Pixels without any order, which cannot be packed. */
const noise = () =>
  sharp({
    create: {
      ...{ width: 183, height: 183, channels: 3, background: 'black' },
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer()

// What stands behind the signature and the header, which have 33 bytes, in a file of which one knows
// that it is a PNG and whole.
const headEnds = 33
const keyword = Buffer.from('iTXtopenbadgecredential\0\0\0\0\0', 'latin1')

function splice(png: Buffer, text: string): Buffer {
  const data = Buffer.concat([keyword, Buffer.from(text)])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length - 4)
  check.writeUInt32BE(crc32(data))
  return Buffer.concat([png.subarray(0, headEnds), length, data, check, png.subarray(headEnds)])
}

function spliced(png: Buffer): string {
  const starts = headEnds + 4 + keyword.length
  const ends = headEnds + 8 + png.readUInt32BE(headEnds)
  return png.toString('utf8', starts, ends)
}
