import { openDatabase } from '#database/open'
import { log } from '#log'
import { prepareQueue, stopQueue } from '#queue/queue'

/** Runs a command on the open database, beside the server if that is running. */
export async function withDatabase(command: () => Promise<object>): Promise<object> {
  // Standard output belongs to the answer.
  log.level = 'silent'
  const database = await openDatabase()
  try {
    await prepareQueue()
    return await command()
  } finally {
    await stopQueue()
    await database.close()
  }
}
