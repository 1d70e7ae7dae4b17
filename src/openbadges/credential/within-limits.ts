// A document that would take long is refused before anything is done with it: what JSON-LD costs
// grows with the objects, what RDFC-1.0 costs with those among them that have no name.

const most = { depth: 32, objects: 1_500, unnamed: 600, items: 1_000, contexts: 12 }

/** How much there is of what costs, as far as it has been counted. */
interface Count {
  objects: number
  unnamed: number
}

/** Whether a document is of a size that a badge may have, and holds no member named to do harm. */
export function isWithinLimits(document: unknown): boolean {
  return isWithin(document, 0, { objects: 0, unnamed: 0 })
}

function isWithin(value: unknown, depth: number, count: Count): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth > most.depth) return false
  if (Array.isArray(value))
    return value.length <= most.items && value.every((one) => isWithin(one, depth + 1, count))
  return isCounted(value as Record<string, unknown>, count) && membersAre(value, depth, count)
}

function isCounted(value: Record<string, unknown>, count: Count): boolean {
  count.objects += 1
  if (typeof value['id'] !== 'string') count.unnamed += 1
  return count.objects <= most.objects && count.unnamed <= most.unnamed
}

function membersAre(value: object, depth: number, count: Count): boolean {
  return Object.entries(value).every(
    ([name, member]) =>
      name !== '__proto__' &&
      !(name === '@context' && Array.isArray(member) && member.length > most.contexts) &&
      isWithin(member, depth + 1, count),
  )
}
