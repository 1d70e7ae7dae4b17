import { picture } from './people.ts'
import { site } from './app.ts'

export interface Answer {
  status: number
  type: string
  body: Record<string, unknown> & { errors?: { field: string; pointer: string; detail: string }[] }
}

/** Calls the issuer API with this key. */
export async function call(
  key: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${site}/api/v1${path}`, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: (await response.json()) as Answer['body'],
  }
}

/** A badge as an issuer's program sends it. */
export const newBadge = {
  name: 'First Aid',
  description: 'Knows what to do.',
  criteria: 'Passed a **test**.',
  image: picture,
  skills: ['First aid'],
  alignments: [{ name: 'CEFR B2', url: 'https://example.org/cefr', framework: 'CEFR', code: 'B2' }],
}
