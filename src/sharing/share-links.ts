import { config } from '#config'
import type { FullBadge } from '#badges/facts'
import { numberOf } from '#badges/facts'

const monthOf = new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

export const publicUrl = (key: string) => `${config.siteUrl}/b/${key}`

/**
 * Where a published badge can be shared. Plain links, nobody's script; every value is encoded
 * with encodeURIComponent, so that names such as “R&D” arrive whole. No address or name of the
 * learner goes into any of them. Null while only the owner sees the badge.
 */
export function shareLinks(badge: FullBadge) {
  if (badge.visibility === 'ONLY_ME' || !badge.publicKey) return null
  const url = publicUrl(badge.publicKey)
  const { name } = badge.achievement
  const issuer = badge.issuer.name
  const said = `I earned "${name}" from ${issuer}`
  const [u, t, both] = [url, said, `${said}\n${url}`].map(encodeURIComponent)
  const picture = encodeURIComponent(`${url}/badge-640.png`)
  return {
    url,
    linkedInProfile: { href: linkedInProfileUrl(badge, url), fields: linkedInFields(badge, url) },
    linkedInPost: `https://www.linkedin.com/sharing/share-offsite/?url=${u}`,
    x: `https://x.com/intent/tweet?text=${t}&url=${u}`,
    facebook: `https://www.facebook.com/sharer/sharer.php?u=${u}`,
    classroom: `https://classroom.google.com/share?url=${u}&title=${t}`,
    pinterest: `https://www.pinterest.com/pin/create/button/?url=${u}&media=${picture}&description=${t}`,
    whatsapp: `https://wa.me/?text=${both}`,
    email: `mailto:?subject=${encodeURIComponent(name)}&body=${encodeURIComponent(`${said}\r\n${url}`)}`,
    gmail: `https://mail.google.com/mail/?view=cm&fs=1&su=${encodeURIComponent(name)}&body=${both}`,
    more: [
      { name: 'Telegram', href: `https://t.me/share/url?url=${u}&text=${t}` },
      { name: 'Bluesky', href: `https://bsky.app/intent/compose?text=${both}` },
      { name: 'Threads', href: `https://www.threads.com/intent/post?text=${t}&url=${u}` },
      { name: 'Mastodon', href: `https://share.joinmastodon.org/#text=${both}` },
      { name: 'Microsoft Teams', href: `https://teams.microsoft.com/share?href=${u}&msgText=${t}` },
    ],
    ...embedCodes(url, `Badge: ${name}, from ${issuer}`),
  }
}

/** Dates are the issuer's, in UTC; LinkedIn takes month and year only. */
function linkedInProfileUrl(badge: FullBadge, url: string): string {
  const { issuedOn, expiresOn } = badge
  const parts: [string, string | number][] = [
    ['startTask', 'CERTIFICATION_NAME'],
    ['name', badge.achievement.name],
    ['organizationName', badge.issuer.name],
    ['issueYear', issuedOn.getUTCFullYear()],
    ['issueMonth', issuedOn.getUTCMonth() + 1],
  ]
  if (expiresOn) {
    parts.push(
      ['expirationYear', expiresOn.getUTCFullYear()],
      ['expirationMonth', expiresOn.getUTCMonth() + 1],
    )
  }
  parts.push(['certUrl', url], ['certId', numberOf(badge.id)])
  return `https://www.linkedin.com/profile/add?${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}

/** LinkedIn no longer fills its form from the link, so each line can be copied from ours. */
function linkedInFields(badge: FullBadge, url: string) {
  const expiry = badge.expiresOn ? monthOf.format(badge.expiresOn) : 'This badge does not expire'
  return [
    { label: 'Name', value: badge.achievement.name, hint: null },
    {
      label: 'Issuing organisation',
      value: badge.issuer.name,
      hint: 'Choose it from LinkedIn’s list, so the logo shows.',
    },
    { label: 'Issue date', value: monthOf.format(badge.issuedOn), hint: null },
    { label: 'Expiry date', value: expiry, hint: null },
    { label: 'Credential ID', value: numberOf(badge.id), hint: null },
    { label: 'Credential URL', value: url, hint: null },
  ]
}

function embedCodes(url: string, title: string) {
  const quoted = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return {
    iframeCode: `<iframe src="${url}/embed" title="${quoted}" width="320" height="400" style="border:0" loading="lazy"></iframe>`,
    imageCode: `<a href="${url}"><img src="${url}/badge-320.png" alt="${quoted}. Open to check it." width="240" height="240"></a>`,
  }
}
