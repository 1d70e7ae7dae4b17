interface Asked<Found> {
  resolve: (found: Found | null) => void
  reject: (error: unknown) => void
}

/**
 * Turns a look-up of many keys into one of a single key: those asked within the same turn of the
 * event loop go out together. Nothing is remembered from one turn to the next.
 */
export function inBatches<Found>(
  findMany: (keys: string[]) => Promise<Map<string, Found>>,
): (key: string) => Promise<Found | null> {
  let batch = new Map<string, Asked<Found>[]>()

  const send = async () => {
    const asked = batch
    batch = new Map()
    try {
      const found = await findMany([...asked.keys()])
      for (const [key, all] of asked) for (const { resolve } of all) resolve(found.get(key) ?? null)
    } catch (error) {
      for (const all of asked.values()) for (const { reject } of all) reject(error)
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (batch.size === 0) setImmediate(() => void send())
      const same = batch.get(key)
      if (same) same.push({ resolve, reject })
      else batch.set(key, [{ resolve, reject }])
    })
}
