import { argv, stdout } from 'node:process'
import { connect } from '#db'
import { prepareQueue, startQueue } from '#queue/queue'

// A second process for the tests: says which jobs it took, and with `hang` finishes none.
const [, , databaseUrl = '', mode] = argv

connect(databaseUrl)
await prepareQueue()
await startQueue(
  {
    'mail-award': async ({ assertionId }) => {
      stdout.write(`${assertionId}\n`)
      if (mode === 'hang') await new Promise(() => undefined)
    },
  },
  () => new Date(),
)
stdout.write('ready\n')
