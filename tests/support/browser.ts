import { site } from './app.ts'

export interface Page {
  status: number
  headers: Headers
  text: string
  /** Where a redirect leads, as a path. */
  location: string | null
}

type Fields = Record<string, string | string[]>

/** What a browser without scripts does: keeps cookies, and sends forms back with what they hide. */
export class Browser {
  readonly cookies = new Map<string, string>()
  #token: string | undefined

  async get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#send(path, { headers })
  }

  /** Sends a form. Its hidden token is that of the last page that had one. */
  async post(
    path: string,
    fields: Fields = {},
    headers: Record<string, string> = {},
  ): Promise<Page> {
    if (this.#token === undefined) await this.get('/log-in')
    const body = new URLSearchParams({ _csrf: this.#token ?? '' })
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat()) body.append(name, one)
    }
    return this.#send(path, { method: 'POST', body, headers: { origin: site, ...headers } })
  }

  /** Sends a form with a file in it, as `multipart/form-data`. */
  async upload(
    path: string,
    file: UploadedFile | null,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Page> {
    if (this.#token === undefined) await this.get('/log-in')
    const body = new FormData()
    body.append('_csrf', this.#token ?? '')
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    // A browser sends an empty file where none was chosen.
    const { name, bytes } = file ?? { name: '', bytes: '' }
    body.append('file', new Blob([Buffer.from(bytes)]), name)
    return this.#send(path, { method: 'POST', body, headers: { origin: site, ...headers } })
  }

  /** Sends a form and goes where it leads. */
  async submit(path: string, fields: Fields = {}): Promise<Page> {
    return this.follow(await this.post(path, fields))
  }

  /** Goes on until there is a page. */
  async follow(page: Page): Promise<Page> {
    return page.location === null ? page : this.follow(await this.get(page.location))
  }

  async #send(
    path: string,
    request: RequestInit & { headers: Record<string, string> },
  ): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...request.headers, ...(cookie && { cookie }) }
    const response = await fetch(new URL(path, site), { ...request, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    this.#token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.#token
    return { status: response.status, headers: response.headers, text, location: pathOf(response) }
  }

  #keep(line: string) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

interface UploadedFile {
  name: string
  bytes: Uint8Array | string
}

function pathOf(response: Response): string | null {
  const location = response.headers.get('location')
  return location === null ? null : location.replace(site, '')
}

/** What a person reads: no tags, no scripts, spaces folded, the common entities resolved. */
export function wordsOf(html: string): string {
  return html
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&#34;|&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
}
