import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Router, type Request, type Response } from 'express'

const publicFolder = join(import.meta.dirname, '../../public')

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
}

/** A file of public/ under a name made from its content, so that browsers may keep it for ever. */
type Asset = {
  url: string
  mediaType: string
  etag: string
  bodies: Partial<Record<'br' | 'gzip', Buffer>> & { plain: Buffer }
}

// The sheets and the behaviours reach the browser as one file each.
const bundles = { 'css/app.css': inlineSheets, 'js/app.js': inlineModules }
const byPath = readAssets()
const byUrl = new Map([...byPath.values()].map((one) => [one.url, one]))

/** The address of a file of public/: asset('css/app.css') is /assets/css/app-3f9a….css. */
export function asset(path: string): string {
  const found = byPath.get(path)
  if (!found) throw new Error(`public/${path} is not there`)
  return found.url
}

/** Answers for everything below /assets. */
export const assets = Router()
assets.get('/*path', send)

function send(req: Request, res: Response) {
  const found = byUrl.get(req.baseUrl + req.path)
  if (!found) {
    res.status(404).type('text').send('Not found')
    return
  }
  const encoding = (['br', 'gzip'] as const).find(
    (one) => found.bodies[one] && req.acceptsEncodings(one),
  )
  if (encoding) res.set('Content-Encoding', encoding)
  res
    .set({
      'Content-Type': found.mediaType,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
      ETag: `"${found.etag}${encoding ? `-${encoding}` : ''}"`,
    })
    .send(found.bodies[encoding ?? 'plain'])
}

function readAssets() {
  const paths = readdirSync(publicFolder, { recursive: true, encoding: 'utf8' })
  const parts = /^(css|js)\//
  const wanted = paths.filter(
    (path) => mediaTypes[extname(path)] && (!parts.test(path) || path in bundles),
  )
  return new Map(wanted.map((path) => [path, readAsset(path)]))
}

function readAsset(path: string): Asset {
  const extension = extname(path)
  const plain = Object.hasOwn(bundles, path)
    ? Buffer.from(bundles[path as keyof typeof bundles](path))
    : readFileSync(join(publicFolder, path))
  const etag = createHash('sha256').update(plain).digest('hex').slice(0, 16)
  return {
    url: `/assets/${path.slice(0, -extension.length)}-${etag}${extension}`,
    mediaType: mediaTypes[extension] ?? '',
    etag,
    bodies: extension === '.png' ? { plain } : { plain, ...compress(plain) },
  }
}

function compress(plain: Buffer) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  return { br: brotliCompressSync(plain, { params }), gzip: gzipSync(plain, { level: 9 }) }
}

/** `@import url('chip.css') layer(components);` becomes that sheet inside its layer. */
function inlineSheets(path: string) {
  return read(path).replace(
    /@import url\('([\w-]+\.css)'\) layer\((\w+)\);/g,
    (_, name: string, layer: string) => `@layer ${layer} {\n${read(`css/${name}`)}}`,
  )
}

/** `import './copy.js'` becomes that module in a block of its own. */
function inlineModules(path: string) {
  return read(path).replace(
    /import '\.\/([\w-]+\.js)'/g,
    (_, name: string) => `{\n${read(`js/${name}`)}}`,
  )
}

function read(path: string) {
  return readFileSync(join(publicFolder, path), 'utf8')
}
