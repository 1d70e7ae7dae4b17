import { config } from '#config'
import { day } from '#dates'

/** What is in the ZIP, in plain words. Lines end as every system's simplest editor wants them. */
export const readMe = (at: Date) =>
  `Your data from Passport
${config.siteUrl}
Made on ${day(at)}.


WHAT IS IN HERE

badges.csv
  A table of all your badges. Open it with a spreadsheet program.
  Badges that wait for your answer, and those you said no to, are in it too.

badges.json
  The same badges with everything we know about them, for programs.
  It has your tags too, and who can see each badge.

badges/
  One folder for each badge in your wallet. Its name begins with the badge's number.
    badge.json         The badge as data (Open Badges 2.0).
    picture.png, .svg  The picture, as the issuer made it.
    baked.png, .svg    The same picture with the data inside.
                       You can upload it to other sites that take Open Badges.

account.json
  Your name, addresses, ways to log in, devices, and which emails you get.
  Passwords and keys are not in it.

activity.csv
  When somebody logged in to your account, and what was changed.


CAN OTHER PEOPLE CHECK THESE BADGES?

Yes, while a badge is published. Its data then has an address on this site. Other sites look
there and see that the badge is real. Is it not published, or is your account closed? Then they
cannot check it.

A badge that you never published has no address yet. Its data has a number that begins with
"urn:uuid:" instead. Publish the badge and get your data again: then it has an address.

Has an issuer taken a badge back? Then its data says "revoked": true.


Keep this file safe. It has your email addresses in it.
`.replaceAll('\n', '\r\n')
