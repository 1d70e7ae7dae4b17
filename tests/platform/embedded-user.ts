// A process that uses the embedded PostgreSQL in the folder it is given, until it is told to stop.
import { startEmbedded } from '#database/embedded'

const database = await startEmbedded(process.argv[2] ?? '')
process.stdout.write(`${new URL(database.url).port}\n`)
process.on('SIGTERM', () => void database.leave())
