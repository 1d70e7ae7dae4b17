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
    badge.json         The badge, signed by its issuer (Open Badges 3.0).
    badge.jwt          The same in another form. Some programs want this one.
    assertion.json     The badge as data (Open Badges 2.0). Or assertion.jws: the same, signed.
    picture.png, .svg  The picture, as the issuer made it.
    baked.png, .svg    The same picture with the badge inside.
                       You can upload it to other sites that take Open Badges.
  A badge that you added from another site is there exactly as you added it.

account.json
  Your name, addresses, ways to log in, devices, and which emails you get.
  Passwords and keys are not in it.

activity.csv
  When somebody logged in to your account, and what was changed.


CAN OTHER PEOPLE CHECK THESE BADGES?

Yes. Each badge is signed by its issuer. Programs that check badges see who signed it, that nobody
changed it, and if the issuer took it back. They ask this site for the issuer's key.

assertion.json is different: it is true as long as the badge is published here. Is the badge not
published? Then you find assertion.jws in its place, and that one is signed too.


Keep this file safe. It has your email addresses in it.
`.replaceAll('\n', '\r\n')
