import { note } from '#activity/activity'
import { db } from '#db'
import { countedAs, hashOf } from '#devices/known-device'
import { forget, giveBack, take } from '#limits/limits'
import { checkCredentials, type Credentials } from './credentials.ts'
import { readAddress } from './email-address.ts'
import { countTry } from './tries.ts'

/** From where somebody tries to get in. */
export interface Visitor {
  /** Whose requests count together (limits/client.ts). */
  client: string
  /** The secret that this browser was given when it logged in before. */
  device: string | undefined
  deviceName: string
}

/**
 * Whose email and password these are, as far as tries are left. Wrong tries from a device that has
 * logged in before are counted on their own, so a stranger who hammers at an account from elsewhere
 * never shuts its owner out. Looks up, counts and writes the same for known and unknown addresses.
 */
export async function tryPassword(
  email: string,
  password: string,
  visitor: Visitor,
  now: Date,
): Promise<Credentials> {
  const address = readAddress(email)?.canonical ?? ''
  const owner = await ownerOf(address, visitor)
  const tries = owner?.account.devices.length
    ? asOwner(address, visitor)
    : asStranger(address, visitor)
  const happening = { accountId: owner?.accountId ?? null, device: visitor.deviceName }
  await countTry(tries.count, happening, now)
  const found = await checkCredentials(email, password, now)
  await (found ? tries.begunAnew() : note(db, 'log-in-failed', happening, now))
  return found
}

function ownerOf(address: string, { device }: Visitor) {
  const devices = { where: { deviceHash: hashOf(device) } }
  return db.emailAddress.findUnique({
    where: { address },
    select: { accountId: true, account: { select: { devices } } },
  })
}

/** Tries from a device that the account knows: nobody else can use them up. */
function asOwner(address: string, visitor: Visitor) {
  const device = countedAs(address, visitor.device)
  return {
    count: () => take('log-in.device', device),
    async begunAnew() {
      await forget('log-in.device', device)
      await forget('log-in.in-a-row', address)
    },
  }
}

function asStranger(address: string, { client }: Visitor) {
  return {
    async count() {
      await take('log-in.client', client)
      await take('log-in.address', address)
      await take('log-in.in-a-row', address)
    },
    async begunAnew() {
      await giveBack('log-in.client', client)
      await giveBack('log-in.address', address)
      await forget('log-in.in-a-row', address)
    },
  }
}
