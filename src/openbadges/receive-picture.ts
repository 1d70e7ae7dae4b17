import { answers } from './answers.ts'
import type { Finding } from './finding.ts'
import type { BakedBadge, Unbaked } from './unbaked.ts'

const format = answers('format', 'OB 3.0 §5.3, OB 2.0 "Baking"')
const picture = answers('picture', 'OB 3.0 §5.3, OB 2.0 "Baking"')

interface Picked {
  badge: BakedBadge | null
  findings: Finding[]
}

/** Which of the badges in a picture counts, and what is to be said of the rest. */
export function pickBadge(kind: 'png' | 'svg', unbaked: Unbaked | null): Picked {
  const damaged = `${kind}-damaged`
  if (!unbaked) return none(format('failed', damaged, 'This is no well-formed SVG in UTF-8.'))
  const of = (wanted: BakedBadge['kind']) => unbaked.badges.filter(({ kind }) => kind === wanted)
  const [credentials, assertions] = [of('credential'), of('assertion')]
  const same = credentials.length > 0 ? credentials : assertions
  const [badge] = same
  if (!badge) return none(nothingIn(unbaked, damaged))
  const isBoth = credentials.length > 0 && assertions.length > 0
  const unusual = [
    ...(unbaked.isDamaged ? [brokenElsewhere(damaged)] : []),
    ...(same.length > 1 ? [bakedTwice] : []),
    ...(badge.how === 'plain' ? [] : [manners[badge.how]]),
  ]
  return { badge, findings: [...unusual, ...(isBoth ? [otherVersion] : []), holdsBadge] }
}

const none = (finding: Finding): Picked => ({ badge: null, findings: [finding] })

function nothingIn({ badges, isDamaged }: Unbaked, damaged: string): Finding {
  if (isDamaged)
    return format('failed', damaged, 'The picture is damaged, and no whole badge is left in it.')
  if (badges.length > 0)
    return format(
      'failed',
      'record-not-a-badge',
      'The picture holds a Comprehensive Learner Record (CLR), which is not one badge.',
    )
  return format('failed', 'baked-nothing', 'This is a picture without a badge in it.')
}

const brokenElsewhere = (damaged: string) =>
  format('warning', damaged, 'The picture is damaged; the badge in it could still be read.')

const bakedTwice = format(
  'warning',
  'baked-twice',
  'The picture holds more than one badge of its version; the first one counts.',
)

const manners = {
  compressed: format(
    'warning',
    'baked-compressed',
    'The badge stands in the picture in a compressed form, which the standard forbids.',
  ),
  legacy: format(
    'warning',
    'baked-legacy',
    'The badge stands in the picture as it was done before Open Badges 1.0.',
  ),
}

const otherVersion = format(
  'passed',
  'baked-both-versions',
  'The picture holds the badge as Open Badges 2.0 too; the 3.0 one was looked at.',
)

const holdsBadge = picture('passed', 'picture-holds-badge', 'The badge stands in the picture file.')
