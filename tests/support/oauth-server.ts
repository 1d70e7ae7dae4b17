import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import {
  Events,
  OAuth2Issuer,
  OAuth2Service,
  type MutableRedirectUri,
  type MutableResponse,
  type TokenRequestIncomingMessage,
} from 'oauth2-mock-server'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { config } from '#config'
import type { ProviderName } from '#providers/provider'

/** What goes wrong at an endpoint. */
type Trouble = 'late' | 'nonsense' | 'null' | 'too much' | 'broken' | 'no token'

export interface Question {
  query: URLSearchParams
  form: URLSearchParams
  authorization: string | undefined
}

/** A real OAuth server in a provider's place, at the address that the settings name. */
export class OAuthServer {
  /** Who is logged in there, as its profile says. */
  person: Record<string, unknown> = {}
  /** They press "Cancel" there; or what else the provider sends back instead of a code. */
  refusal: Record<string, string> | null = null
  readonly trouble: { token?: Trouble; profile?: Trouble } = {}
  /** What was asked at each endpoint. */
  readonly asked: Record<'authorize' | 'token' | 'profile', Question[]> = {
    authorize: [],
    token: [],
    profile: [],
  }
  readonly provider: ProviderName
  readonly #settings
  readonly #service: OAuth2Service
  readonly #server = createServer((req, res) => void this.#answer(req, res))
  /** Codes that were given out and not used yet. */
  readonly #codes = new Map<string, { person: object; redirectUri: string; challenged: boolean }>()
  readonly #tokens = new Map<unknown, object>()

  constructor(provider: ProviderName) {
    const settings = config[provider]
    if (!settings) throw new Error(`${provider} is not set up`)
    this.provider = provider
    this.#settings = settings
    const path = (url: string) => new URL(url).pathname
    const issuer = new OAuth2Issuer()
    issuer.url = new URL(settings.authorizeUrl).origin
    this.#service = new OAuth2Service(issuer, {
      authorize: path(settings.authorizeUrl),
      token: path(settings.tokenUrl),
      userinfo: path(settings.profileUrl),
    })
    this.#listen()
  }

  async start() {
    const { issuer } = this.#service
    if (!issuer.keys.get()) await issuer.keys.generate('ES256')
    const port = Number(new URL(this.#settings.authorizeUrl).port)
    await new Promise<void>((resolve) => this.#server.listen(port, 'localhost', resolve))
  }

  async stop() {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
    })
  }

  /** All is well again, and nobody is logged in. */
  reset() {
    this.person = {}
    this.refusal = null
    delete this.trouble.token
    delete this.trouble.profile
    for (const questions of Object.values(this.asked)) questions.length = 0
  }

  #listen() {
    this.#service.on(Events.BeforeAuthorizeRedirect, ({ url }: MutableRedirectUri, req) => {
      if (this.refusal) {
        url.searchParams.delete('code')
        for (const [name, value] of Object.entries(this.refusal)) url.searchParams.set(name, value)
        return
      }
      const asked = queryOf(req as IncomingMessage)
      this.#codes.set(url.searchParams.get('code') ?? '', {
        person: this.person,
        redirectUri: asked.get('redirect_uri') ?? '',
        challenged: asked.has('code_challenge'),
      })
    })
    this.#service.on(
      Events.BeforeResponse,
      ({ body }: MutableResponse, req: TokenRequestIncomingMessage) => {
        const code = req.body.code ?? ''
        if (body !== '') this.#tokens.set(body['access_token'], this.#codes.get(code)?.person ?? {})
        this.#codes.delete(code)
      },
    )
    this.#service.on(Events.BeforeUserinfo, (answer: MutableResponse, req: IncomingMessage) => {
      const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1]
      const person = this.#tokens.get(bearer ?? queryOf(req).get('access_token'))
      answer.statusCode = person ? 200 : 401
      answer.body = { ...(person ?? { error: 'invalid_token' }) }
    })
  }

  async #answer(req: IncomingMessage, res: ServerResponse) {
    const endpoint = this.#endpointOf(req)
    const body = await bodyOf(req)
    const form = new URLSearchParams(body)
    const { authorization } = req.headers
    this.asked[endpoint].push({ query: queryOf(req), form, authorization })
    const trouble = endpoint === 'authorize' ? undefined : this.trouble[endpoint]
    if (trouble === 'late') await new Promise((resolve) => setTimeout(resolve, 6_000).unref())
    else if (trouble) return sendTrouble(res, trouble)
    if (endpoint === 'token' && !this.#isRight(form)) {
      const mistake = { error: 'invalid_grant', error_description: '<b>Bad Request</b>' }
      return res.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(mistake))
    }
    const again = Object.assign(Readable.from(body === '' ? [] : [Buffer.from(body)]), {
      ...{ method: req.method, url: req.url, headers: req.headers },
    })
    this.#service.requestHandler(again as unknown as IncomingMessage, res)
  }

  #endpointOf(req: IncomingMessage) {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost')
    if (pathname === new URL(this.#settings.tokenUrl).pathname) return 'token'
    return pathname === new URL(this.#settings.profileUrl).pathname ? 'profile' : 'authorize'
  }

  /** As RFC 6749 and 7636 want it: our own secret, a code not used before, its address and verifier. */
  #isRight(form: URLSearchParams) {
    const code = this.#codes.get(form.get('code') ?? '')
    const { clientId, clientSecret } = this.#settings
    return (
      form.get('client_id') === clientId &&
      form.get('client_secret') === clientSecret &&
      code !== undefined &&
      form.get('redirect_uri') === code.redirectUri &&
      form.has('code_verifier') === code.challenged
    )
  }
}

const queryOf = (req: IncomingMessage) => new URL(req.url ?? '/', 'http://localhost').searchParams

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function sendTrouble(res: ServerResponse, trouble: Exclude<Trouble, 'late'>) {
  const answers = {
    nonsense: '<h1>It works!</h1>',
    null: 'null',
    'too much': JSON.stringify({ access_token: 'x', sub: '1', id: '1', name: 'x'.repeat(300_000) }),
    broken: '{}',
    'no token': '{"access_token":{"a":1}}',
  }
  res.writeHead(trouble === 'broken' ? 500 : 200, { 'content-type': 'application/json' })
  res.end(answers[trouble])
}

/** Both of them, for a test file. Call it once at the top; between tests all is well again. */
export function startProviders() {
  const both = { google: new OAuthServer('google'), facebook: new OAuthServer('facebook') }
  const servers = Object.values(both)
  beforeAll(async () => {
    for (const server of servers) await server.start()
  })
  beforeEach(() => {
    for (const server of servers) server.reset()
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
  })
  return both
}
