import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A way to a mail server that can be cut and opened again at the same address. */
export class MailRelay {
  readonly #target: number
  readonly #connections = new Set<Socket>()
  #server: Server | undefined
  #port = 0

  constructor(mailServer: string) {
    this.#target = Number(new URL(mailServer).port)
  }

  get url() {
    return `smtp://127.0.0.1:${this.#port}`
  }

  async open() {
    const server = createServer((near) => this.#join(near, connect(this.#target, '127.0.0.1')))
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  async cut() {
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    for (const one of this.#connections) one.destroy()
    await closed
  }

  #join(near: Socket, far: Socket) {
    near.pipe(far).pipe(near)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#connections.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        this.#connections.delete(one)
        other.destroy()
      })
    }
  }
}
