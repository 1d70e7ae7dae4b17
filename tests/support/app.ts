import { createServer } from 'node:http'
import { afterAll, beforeAll } from 'vitest'
import { createApp } from '#app'
import { config } from '#config'
import { startJobs, stopJobs } from '#jobs'
import { prepareQueue } from '#queue/queue'

/** The time that the product goes by: real, but it can be put forward. */
export const clock = {
  ahead: 0,
  now: () => new Date(Date.now() + clock.ahead),
}

export const site = config.siteUrl

/** Starts the shipped app for a test file, with its worker. Call it once at the top. */
export function startApp() {
  const server = createServer(createApp({ now: clock.now }))
  beforeAll(async () => {
    await prepareQueue()
    await startJobs(clock.now)
    await new Promise<void>((resolve) =>
      server.listen(Number(new URL(site).port), 'localhost', resolve),
    )
  })
  afterAll(async () => {
    await stopJobs()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
}
