import { createHmac } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { config } from '#config'
import { pool } from '#db'
import { TooManyTries } from '#errors'
import { log } from '#log'
import { key as secretKey } from '#secrets'
import { limits, type LimitName } from './table.ts'

const counters = new Map<LimitName, RateLimiterPostgres>()

/** Made when first used: the pool is there by then. All processes count in the same table. */
function counter(name: LimitName): RateLimiterPostgres {
  const known = counters.get(name)
  if (known) return known
  const { many, within } = { ...limits[name], ...config.limits[name] }
  const made = new RateLimiterPostgres({
    storeClient: pool,
    tableName: 'RateLimit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points: many,
    duration: within / 1000,
  })
  counters.set(name, made)
  return made
}

/** Whoever reads the table learns neither addresses nor clients. */
const hidden = (key: string) =>
  createHmac('sha256', secretKey('limits')).update(key).digest('base64url').slice(0, 32)

/** Counts one try before it is made; throws `TooManyTries` when there were enough. */
export async function take(name: LimitName, key: string): Promise<void> {
  try {
    await counter(name).consume(hidden(key))
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason
    const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000))
    const isFirst = reason.consumedPoints === counter(name).points + 1
    if (isFirst) log.info({ limit: name, seconds }, 'a limit was reached')
    throw new TooManyTries({ seconds, isFirst })
  }
}

/** A try that was good after all is not counted. */
export async function giveBack(name: LimitName, key: string, tries = 1): Promise<void> {
  await counter(name).reward(hidden(key), tries)
}

/** Begins to count anew. */
export async function forget(name: LimitName, key: string): Promise<void> {
  await counter(name).delete(hidden(key))
}
