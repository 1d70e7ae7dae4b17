import { z } from 'zod'

// A filter in a URL is somebody's bookmark: what cannot be read falls back, it is never an error.
const writable = (text: string) => text.isWellFormed() && !text.includes('\0')
const words = z.string().max(200).refine(writable)
const several = z
  .union([words.transform((one) => [one]), z.array(words).max(20)])
  .transform((all) => [...new Set(all.filter((one) => one !== ''))])

const filters = z.object({
  q: words.transform((q) => q.trim()).catch(''),
  issuer: several.catch([]),
  skill: several.catch([]),
  tag: several.catch([]),
  status: z.enum(['valid', 'soon', 'expired', 'revoked']).nullable().catch(null),
  year: z
    .string()
    .regex(/^(?:19|20)\d{2}$/)
    .nullable()
    .catch(null),
  who: z.enum(['me', 'link', 'public']).nullable().catch(null),
  sort: z.enum(['new', 'old', 'name', 'issuer', 'ends']).catch('new'),
  view: z.enum(['grid', 'list']).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

/** What the list of badges is narrowed to, sorted by and turned to: all of it stands in the URL. */
export type Filters = z.infer<typeof filters>

export const readFilters = (query: unknown): Filters => filters.parse(query ?? {})

export const anyFilter = ({ q, issuer, skill, tag, status, year, who }: Filters) =>
  q !== '' || issuer.length + skill.length + tag.length > 0 || Boolean(status ?? year ?? who)

/** The URL of the list with these filters and, if need be, something changed. */
export function listHref(from: Filters, change: Partial<Filters> = {}): string {
  const all = { ...from, page: 1, ...change }
  const query = new URLSearchParams()
  for (const name of ['q', 'status', 'year', 'who', 'view'] as const) {
    if (all[name]) query.set(name, all[name])
  }
  for (const name of ['issuer', 'skill', 'tag'] as const) {
    for (const value of all[name]) query.append(name, value)
  }
  if (all.sort !== 'new') query.set('sort', all.sort)
  if (all.page > 1) query.set('page', String(all.page))
  return query.size > 0 ? `/badges?${query.toString()}` : '/badges'
}

const statusNames = { valid: 'Valid', soon: 'Ends soon', expired: 'Expired', revoked: 'Taken back' }
const whoNames = { me: 'Only me', link: 'Anyone with the link', public: 'Visible in Passport' }

/** One removable chip per filter, each a link to the list without it. */
export function chips(from: Filters, issuerNames: Map<string, string>) {
  const single = (name: 'q' | 'status' | 'year' | 'who', label: string | null) =>
    label ? [{ label, href: listHref(from, { [name]: name === 'q' ? '' : null }) }] : []
  const many = (name: 'issuer' | 'skill' | 'tag', labelOf: (value: string) => string) =>
    from[name].map((value) => ({
      label: labelOf(value),
      href: listHref(from, { [name]: from[name].filter((other) => other !== value) }),
    }))
  return [
    ...single('q', from.q && `“${from.q}”`),
    ...many('issuer', (id) => issuerNames.get(id) ?? 'Another issuer'),
    ...many('skill', (skill) => skill),
    ...many('tag', (tag) => tag),
    ...single('status', from.status && statusNames[from.status]),
    ...single('year', from.year),
    ...single('who', from.who && whoNames[from.who]),
  ]
}
