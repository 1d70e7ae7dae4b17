/** OB 3.0 §10: two ids are the same when they are once their percent escapes and edges are gone. */
export const isSameId = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string' && plain(one) === plain(other)

function plain(id: string): string {
  try {
    return decodeURIComponent(id).trim()
  } catch {
    return id.trim()
  }
}
