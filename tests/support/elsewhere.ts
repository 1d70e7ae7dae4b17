import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { config } from '#config'

/** A server of somebody else, at the one address that the settings of tests let badges be fetched from. */
export class Elsewhere {
  readonly address = `http://${config.fetchHosts[0]}`
  /** What stands there, by path. */
  readonly stands = new Map<string, string>()
  /** Paths that lead on to an address. */
  readonly leadsTo = new Map<string, string>()
  /** It hangs up on everybody. */
  isDown = false
  readonly asked: string[] = []
  readonly #server = createServer((req, res) => {
    this.asked.push(req.url ?? '')
    if (this.isDown) return void req.socket.destroy()
    const location = this.leadsTo.get(req.url ?? '')
    if (location !== undefined)
      return void res.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end()
    const body = this.stands.get(req.url ?? '')
    res.setHeader('content-type', 'application/json')
    res.writeHead(body === undefined ? 404 : 200).end(body)
  })

  /** Listens for a test file; call it once at the top. */
  listen(): this {
    const port = Number(new URL(this.address).port)
    beforeAll(() => new Promise<void>((resolve) => this.#server.listen(port, 'localhost', resolve)))
    afterAll(() => new Promise((resolve) => this.#server.close(resolve)))
    beforeEach(() => {
      this.isDown = false
      this.asked.length = 0
    })
    return this
  }
}
