import { SaxesParser, type SaxesTagNS } from 'saxes'

const svgNamespace = 'http://www.w3.org/2000/svg'
const mostElements = 20_000
const deepest = 100

// What drawings are made of. Scripts, foreign content, links, sounds and animation are not.
const allowed = new Set(
  `svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath
   linearGradient radialGradient stop pattern clipPath mask marker image style switch filter feBlend feColorMatrix
   feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
   feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
   feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
)

// In a style: anything that could load or run. Escapes would hide those words, so they go too.
const loads = /@import|expression\s*\(|javascript:|\\|url\s*\((?!\s*["']?#)/i

class Refused extends Error {}

/**
 * Why an SVG is not taken, or null. Only what draws is allowed, nothing that runs, loads or
 * refers outside the file; no DOCTYPE, so no entities. Other namespaces (editors' notes) are
 * let pass where they stand in elements of their own: no renderer of ours reads them.
 */
export function svgProblem(bytes: Buffer): string | null {
  const text = new TextDecoder('utf-8').decode(bytes)
  if (text.includes('\uFFFD') || text.includes('\0')) return 'is not an SVG in UTF-8'
  try {
    check(text)
    return null
  } catch (error) {
    return error instanceof Refused ? error.message : 'is not a well-formed SVG'
  }
}

function check(text: string) {
  const parser = new SaxesParser({ xmlns: true })
  let depth = 0
  let elements = 0
  let inStyle = false
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => refuse('has a DOCTYPE, which is not taken: save it as a plain SVG'))
  parser.on('processinginstruction', () =>
    refuse('has a processing instruction, which is not taken'),
  )
  parser.on('opentag', (tag) => {
    depth += 1
    elements += 1
    if (elements === 1 && (tag.local !== 'svg' || tag.uri !== svgNamespace)) refuse('is not an SVG')
    if (depth > deepest || elements > mostElements) refuse('is too complicated')
    checkElement(tag)
    inStyle = tag.local === 'style'
  })
  parser.on('closetag', () => {
    depth -= 1
    inStyle = false
  })
  const checkStyle = (style: string) => {
    if (inStyle && loads.test(style)) refuse('has a style that loads something from outside')
  }
  parser.on('text', checkStyle)
  parser.on('cdata', checkStyle)
  parser.write(text).close()
  if (elements === 0) refuse('is not an SVG')
}

function checkElement(tag: SaxesTagNS) {
  if (tag.uri === svgNamespace && !allowed.has(tag.local)) {
    refuse(`has <${tag.local}>, which is not taken: a badge picture only draws`)
  }
  if (tag.uri === 'http://www.w3.org/1999/xhtml') refuse('has HTML inside, which is not taken')
  for (const { local, value } of Object.values(tag.attributes)) {
    const name = local.toLowerCase()
    if (name.startsWith('on')) refuse(`has “${local}”, which could run a script`)
    if (name === 'href' && !isOwnReference(value)) refuse('refers to something outside the picture')
    if (name !== 'href' && loads.test(value))
      refuse(`has something in “${local}” that loads from outside`)
  }
}

/** A part of the same file, or pixels inside it. */
const isOwnReference = (value: string) =>
  value.trim() === '' ||
  value.trim().startsWith('#') ||
  /^data:image\/(?:png|jpeg);base64,[\w+/=\s]*$/i.test(value.trim())

function refuse(problem: string): never {
  throw new Refused(problem)
}
