import { ana, maria, seed } from '../prisma/seed.ts'
import { config } from '#config'
import { serve } from './server.ts'

await serve(seed)

process.stdout.write(`
  Badge Passport is running:  ${config.siteUrl}
  Its mails are kept at:      ${config.siteUrl}/dev/mail

  Click first: open the mail to ${ana.email} and press “Get my badge”.
  Or log in as ${maria.email} with the password “${maria.password}”.
  Ctrl-C stops it. Everything stays in ${config.dataDir} until you delete that folder.

`)
