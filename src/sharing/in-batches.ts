interface Asked<Found> {
  resolve: (found: Found | null) => void
  reject: (error: unknown) => void
}

/**
 * Turns a look-up of many keys into one of a single key. Those asked while a look-up is under way
 * gather and go out together when it is back: the busier it is, the more share one. Every look-up
 * begins after all its keys were asked for, and nothing is remembered from one to the next.
 */
export function inBatches<Found>(
  findMany: (keys: string[]) => Promise<Map<string, Found>>,
): (key: string) => Promise<Found | null> {
  let waiting = new Map<string, Asked<Found>[]>()
  let busy = false

  const send = async () => {
    const asked = waiting
    waiting = new Map()
    try {
      const found = await findMany([...asked.keys()])
      for (const [key, all] of asked) for (const { resolve } of all) resolve(found.get(key) ?? null)
    } catch (error) {
      for (const all of asked.values()) for (const { reject } of all) reject(error)
    }
    busy = false
    sendNext()
  }

  const sendNext = () => {
    if (busy || waiting.size === 0) return
    busy = true
    // Others that came in this turn of the event loop have not been read yet; they come along.
    setImmediate(() => void send())
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const same = waiting.get(key)
      if (same) same.push({ resolve, reject })
      else waiting.set(key, [{ resolve, reject }])
      sendNext()
    })
}
