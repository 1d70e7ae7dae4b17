import { z } from 'zod'
import { days, hours, minutes, seconds } from './durations.ts'
import { limits } from './limits/table.ts'

const sampleSecret = 'change-me-to-32-or-more-random-characters'

const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://passport.example' })
  .transform((text) => new URL(text).origin)

/** Where a login provider is asked; another one for a closed network, or for tests. */
function endpoint(usual: string) {
  return z.url({ protocol: /^https?$/, error: 'must be a web address' }).default(usual)
}

const aLimit = /^([a-z.-]+)=(\d{1,7})\/(\d{1,5})([smhd])$/
const inMilliseconds = { s: seconds(1), m: minutes(1), h: hours(1), d: days(1) }

/** `sign-up.client=500/1h, …`: other numbers for rows of `docs/limits.md`. */
function readLimits(text: string, context: z.RefinementCtx) {
  const found: Record<string, { many: number; within: number }> = {}
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue
    const [, name = '', many, count, unit] = aLimit.exec(part) ?? []
    const within = Number(count) * inMilliseconds[unit as keyof typeof inMilliseconds]
    if (Object.hasOwn(limits, name) && within > 0) found[name] = { many: Number(many), within }
    else context.addIssue({ code: 'custom', message: `has “${part}”: write sign-up.client=500/1h` })
  }
  return found
}

/** `badges.internal:8443, localhost:4000`: as a URL writes a host, with its port. */
function readHosts(text: string, context: z.RefinementCtx) {
  const named = text.split(',').map((one) => one.trim())
  return named.filter(Boolean).flatMap((one) => {
    const { host } = URL.parse(`ftp://${one}`) ?? {}
    if (host === one.toLowerCase() && /:\d+$/.test(host)) return [host]
    context.addIssue({ code: 'custom', message: `has “${one}”: write badges.internal:8443` })
    return []
  })
}

/** Every setting. `.env.example` names the same keys; a test holds them against each other. */
export const settings = z.object({
  PORT: z.coerce.number('must be a number from 0 to 65535').int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  SITE_URL: webAddress.optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must look like postgresql://user:password@host/database',
    })
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:587' })
    .optional(),
  MAIL_FROM: z.string().min(3).default('Badge Passport <badges@localhost>'),
  SUPPORT_EMAIL: z.email({ error: 'must be an email address' }).default('help@localhost'),
  POSTAL_ADDRESS: z.string().default(''),
  APP_SECRET: z.string().optional(),
  TRUST_PROXY: z
    .string()
    .regex(/^\d+$|^[\da-fA-F.:/, ]+$/, 'must be a number of proxies or a list of their addresses')
    .default('0')
    .transform((text) =>
      /^\d+$/.test(text) ? Number(text) : text.split(',').map((part) => part.trim()),
    ),
  LIMITS: z.string().default('').transform(readLimits),
  FETCH_HOSTS: z.string().default('').transform(readHosts),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_AUTHORIZE_URL: endpoint('https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: endpoint('https://oauth2.googleapis.com/token'),
  GOOGLE_USERINFO_URL: endpoint('https://openidconnect.googleapis.com/v1/userinfo').refine(
    (url) => new URL(url).pathname.endsWith('/userinfo'),
    'must end in /userinfo',
  ),
  FACEBOOK_APP_ID: z.string().optional(),
  FACEBOOK_APP_SECRET: z.string().optional(),
  FACEBOOK_AUTHORIZE_URL: endpoint('https://www.facebook.com/v24.0/dialog/oauth'),
  FACEBOOK_TOKEN_URL: endpoint('https://graph.facebook.com/v24.0/oauth/access_token'),
  FACEBOOK_PROFILE_URL: endpoint('https://graph.facebook.com/v24.0/me'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
})

/** Each of these needs the other one. */
const pairs = [
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['GOOGLE_CLIENT_SECRET', 'GOOGLE_CLIENT_ID'],
  ['FACEBOOK_APP_ID', 'FACEBOOK_APP_SECRET'],
  ['FACEBOOK_APP_SECRET', 'FACEBOOK_APP_ID'],
] as const

const endpoints = [
  ...(['GOOGLE_AUTHORIZE_URL', 'GOOGLE_TOKEN_URL', 'GOOGLE_USERINFO_URL'] as const),
  ...(['FACEBOOK_AUTHORIZE_URL', 'FACEBOOK_TOKEN_URL', 'FACEBOOK_PROFILE_URL'] as const),
]

/** Nobody can listen on the way there. */
const isSafe = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)

/** What only a server on the internet must have; development makes do without. */
const production = settings.superRefine(wholeProviders).superRefine((found, context) => {
  if (found.NODE_ENV !== 'production') return
  const say = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message })
  if (!found.SITE_URL) say('SITE_URL', 'is missing: the address under which people reach this site')
  if (!found.SMTP_URL) say('SMTP_URL', 'is missing: without a mail server nobody hears of a badge')
  if (!found.APP_SECRET) say('APP_SECRET', 'is missing: make one with `openssl rand -base64 48`')
  else if (found.APP_SECRET === sampleSecret)
    say('APP_SECRET', 'is the sample: make one with `openssl rand -base64 48`')
  else if (Buffer.byteLength(found.APP_SECRET) < 32) say('APP_SECRET', 'is shorter than 32 bytes')
  for (const key of endpoints)
    if (!isSafe(new URL(found[key]))) say(key, 'must begin with https://: secrets go there')
})

type Settings = z.infer<typeof settings>

/** With half of its values a provider would not be shown, and nobody would know why. */
function wholeProviders(found: Settings, context: z.RefinementCtx) {
  for (const [given, needed] of pairs) {
    if (!found[given] || found[needed]) continue
    const message = `is missing: ${given} is set and needs it`
    context.addIssue({ code: 'custom', path: [needed], message })
  }
}

/** A provider counts as set up when both of its values are there; otherwise it is not shown. */
function providers(value: Settings) {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, FACEBOOK_APP_ID, FACEBOOK_APP_SECRET } = value
  const google = {
    authorizeUrl: value.GOOGLE_AUTHORIZE_URL,
    tokenUrl: value.GOOGLE_TOKEN_URL,
    profileUrl: value.GOOGLE_USERINFO_URL,
  }
  const facebook = {
    authorizeUrl: value.FACEBOOK_AUTHORIZE_URL,
    tokenUrl: value.FACEBOOK_TOKEN_URL,
    profileUrl: value.FACEBOOK_PROFILE_URL,
  }
  return {
    google: client(GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, google),
    facebook: client(FACEBOOK_APP_ID, FACEBOOK_APP_SECRET, facebook),
  }
}

function client<Urls>(clientId: string | undefined, clientSecret: string | undefined, urls: Urls) {
  return clientId && clientSecret ? { clientId, clientSecret, ...urls } : undefined
}

/** Reads the settings; an empty value counts as absent. All problems come back at once. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const found = production.safeParse(given)
  if (!found.success) {
    return {
      ok: false as const,
      problems: found.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    }
  }
  const value = found.data
  return {
    ok: true as const,
    config: Object.freeze({
      environment: value.NODE_ENV,
      port: value.PORT,
      host: value.HOST,
      siteUrl: value.SITE_URL ?? `http://localhost:${value.PORT}`,
      databaseUrl: value.DATABASE_URL,
      dataDir: value.DATA_DIR,
      smtpUrl: value.SMTP_URL,
      mailFrom: value.MAIL_FROM,
      supportEmail: value.SUPPORT_EMAIL,
      postalAddress: value.POSTAL_ADDRESS,
      appSecret: value.APP_SECRET,
      trustProxy: value.TRUST_PROXY,
      limits: value.LIMITS,
      fetchHosts: value.FETCH_HOSTS,
      ...providers(value),
      logLevel: value.LOG_LEVEL,
    }),
  }
}

function loadConfig() {
  const read = readConfig(process.env)
  if (read.ok) return read.config
  for (const problem of read.problems) process.stderr.write(`Cannot start: ${problem}.\n`)
  process.exit(1)
}

export const config = loadConfig()
