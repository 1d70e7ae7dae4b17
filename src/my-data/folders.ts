import { numberOf } from '#badges/facts'
import { slug } from '#badges/search'

interface Named {
  id: string
  name: string
  ownerId: string | null
}

/** The folder that a badge has in the ZIP; null for one that is not in the wallet. */
export type FolderOf = (badge: Named) => string | null

/** Names that every system takes, none twice; the same badge gets the same one each time it is asked. */
export function badgeFolders(): FolderOf {
  const given = new Map<string, string>()
  const taken = new Set<string>()
  const choose = ({ id, name }: Named) => {
    const short = `badges/${numberOf(id)}-${slug(name)}`
    const folder = taken.has(short) ? `badges/${id}-${slug(name)}` : short
    given.set(id, folder)
    taken.add(folder)
    return folder
  }
  return (badge) => (badge.ownerId === null ? null : (given.get(badge.id) ?? choose(badge)))
}
