import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { config } from '#config'
import { connect, disconnect } from '#db'
import { clusterUrl } from '#database/cluster'
import { findPostmaster, stopPostmaster } from '#database/postmaster'
import { startServer, type Server } from './server.ts'

/** The real server on a data folder of its own, at this test file's address, to be ended and started. */
export class DurableServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'badge-passport-'))
  readonly #smtpUrl: () => string
  #server: Server | undefined

  constructor(smtpUrl: () => string) {
    this.#smtpUrl = smtpUrl
  }

  /** Its PostgreSQL, also when the server itself is gone. */
  postgres() {
    return findPostmaster(join(this.#folder, 'postgres'))
  }

  /** Starts it; from then on `db` shows what it has stored. */
  async start() {
    this.#server = await startServer({
      DATA_DIR: this.#folder,
      PORT: new URL(config.siteUrl).port,
      SITE_URL: config.siteUrl,
      SMTP_URL: this.#smtpUrl(),
    })
    await disconnect()
    connect(clusterUrl(join(this.#folder, 'postgres'), this.postgres()?.port ?? 0))
  }

  /** Its exit code; null after a signal that it could not handle. */
  async end(signal: 'SIGKILL' | 'SIGTERM') {
    return this.#server?.end(signal)
  }

  async remove() {
    await this.end('SIGKILL')
    await stopPostmaster(join(this.#folder, 'postgres'))
    rmSync(this.#folder, { recursive: true })
  }
}
