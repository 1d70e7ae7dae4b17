import { render } from '#pictures/render'
import type { DrawnPicture } from './picture.ts'

/** For badges without a picture: a ring and ribbons, of nobody's colours. */
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<path d="M21 38l-6 20 10-4 7 8 7-8 10 4-6-20z" fill="#9aa3af"/>
<circle cx="32" cy="26" r="20" fill="#e5e8ee" stroke="#767a82" stroke-width="3"/>
<circle cx="32" cy="26" r="12" fill="none" stroke="#9aa3af" stroke-width="2" stroke-dasharray="3 3"/>
</svg>
`

let drawn: Promise<DrawnPicture> | undefined

/** Drawn once for all of them; if that fails, again for the next. */
export function placeholder(): Promise<DrawnPicture> {
  drawn ??= draw().catch((error: unknown) => {
    drawn = undefined
    throw error
  })
  return drawn
}

async function draw(): Promise<DrawnPicture> {
  const file = { mediaType: 'image/svg+xml', bytes: Buffer.from(svg) } as const
  return { file, renditions: await render(file) }
}
