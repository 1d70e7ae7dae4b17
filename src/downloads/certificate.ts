import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import { blue, height, ink, inner, margin, paper, Sheet, styles, width } from './sheet.ts'
import { registerFonts, type Page } from './typesetting.ts'

/** What stands on a certificate, as plain text. */
export interface Certificate {
  badge: string
  issuer: string
  hostname: string
  /** Null where there is none, or none that may be shown. */
  person: string | null
  facts: { label: string; value: string }[]
  criteria: string
  /** That it has expired or was taken back; nothing while it is valid. */
  warning: string | null
  picture: Uint8Array
  /** Where others can check it, while it is published. */
  page: string | null
  madeOn: string
  createdAt: Date
}

/** Known to the library, though not to its types. */
const forScreenReaders: object = { subset: 'PDF/UA' }

/** A certificate on A4, tagged so that a screen reader reads it in order (PDF/UA). */
export async function drawCertificate(certificate: Certificate): Promise<Uint8Array> {
  const page = new PDFDocument({
    ...{ size: paper, margin: 0, pdfVersion: '1.7', tagged: true, ...forScreenReaders },
    ...{ lang: 'en', displayTitle: true },
    info: {
      Title: `${certificate.badge}: badge from ${certificate.issuer}`,
      Author: certificate.issuer,
      Subject: 'Open Badge certificate',
      CreationDate: certificate.createdAt,
    },
  })
  const chunks: Buffer[] = []
  page.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => page.on('end', resolve))
  registerFonts(page)
  draw(new Sheet(page), certificate)
  page.end()
  await ended
  return new Uint8Array(Buffer.concat(chunks))
}

function draw(sheet: Sheet, certificate: Certificate) {
  const { badge, issuer, hostname, person, warning } = certificate
  sheet.ornament(() => frame(sheet.page))
  sheet.y = 62
  sheet.centred('P', 'OPEN BADGE CERTIFICATE', styles.eyebrow, 1)
  picture(sheet, certificate)
  sheet.centred('H1', badge, styles.title, 3)
  sheet.y += 12
  if (person !== null) {
    sheet.centred('P', 'awarded to', styles.label, 1)
    sheet.centred('P', person, styles.person, 2)
    sheet.y += 8
  }
  sheet.centred('P', 'by', styles.label, 1)
  sheet.centred('P', issuer, styles.issuer, 2)
  if (hostname !== '') sheet.centred('P', hostname, styles.label, 1)
  sheet.y += 14
  if (warning !== null) sheet.centred('P', warning, styles.warning, 3)
  facts(sheet, certificate)
  criteria(sheet, certificate)
  foot(sheet, certificate)
}

function frame(page: Page) {
  page.lineWidth(2).strokeColor(blue)
  page.roundedRect(28, 28, width - 56, height - 56, 14).stroke()
  page.lineWidth(0.5).strokeColor('#b9d3ee')
  page.roundedRect(35, 35, width - 70, height - 70, 9).stroke()
}

function picture(sheet: Sheet, { picture: png, badge }: Certificate) {
  const size = 176
  const top = sheet.y + 14
  sheet.tagged(
    'Figure',
    () => sheet.page.image(Buffer.from(png), (width - size) / 2, top, { width: size }),
    { alt: `Badge picture: ${badge}` },
  )
  sheet.y = top + size + 16
}

function facts(sheet: Sheet, { facts: all }: Certificate) {
  const column = inner / all.length
  const top = sheet.y + 8
  sheet.ornament(() => rule(sheet.page, top))
  for (const [index, { label, value }] of all.entries()) {
    const at = { x: margin + index * column, within: column - 12, most: 1 }
    sheet.y = top + 12
    sheet.left('P', label, styles.label, at)
    sheet.left('P', value, styles.value, at)
  }
  sheet.y += 12
  const bottom = sheet.y
  sheet.ornament(() => rule(sheet.page, bottom))
  sheet.y += 14
}

function rule(page: Page, y: number) {
  page.lineWidth(0.5).strokeColor('#dcdfe5')
  page
    .moveTo(margin, y)
    .lineTo(width - margin, y)
    .stroke()
}

const footTop = height - 178

/** As much as there is room for; the badge itself has all of it. */
function criteria(sheet: Sheet, { criteria: text }: Certificate) {
  const room = Math.floor((footTop - 24 - sheet.y) / (styles.text.size * 1.36)) - 1
  if (text === '' || room < 2) return
  const at = { x: margin, within: inner, most: Math.min(room, 7) }
  sheet.left('H2', 'How it was earned', styles.value, at)
  sheet.y += 2
  sheet.left('P', text, styles.text, at)
}

function foot(sheet: Sheet, { page: address, madeOn }: Certificate) {
  const side = 104
  const x = address === null ? margin : margin + side + 18
  const at = { x, within: width - margin - x, most: 3 }
  if (address !== null) qrCode(sheet, address, side)
  sheet.y = footTop + 6
  if (address === null) {
    sheet.left('P', 'This badge is not published, so nobody can check it online.', styles.text, at)
    sheet.y += 4
  } else {
    sheet.left('P', 'Check this badge at', styles.label, at)
    link(sheet, address, at)
    sheet.y += 4
    const words = 'The page says if the badge is still valid. It counts, not this paper.'
    sheet.left('P', words, styles.text, at)
    sheet.y += 4
  }
  sheet.left('P', `Printed from Passport on ${madeOn}.`, styles.small, at)
}

/** An address has no spaces to break it at. */
function link(sheet: Sheet, address: string, { x }: { x: number }) {
  const { page } = sheet
  const parts = address.match(/.{1,58}/g) ?? []
  for (const part of parts) {
    const top = sheet.y
    const { size, weight, color } = styles.link
    sheet.tagged('Link', () => {
      page.font(`latin ${weight}`).fontSize(size).fillColor(color)
      page.text(part, x, top, { lineBreak: false, link: address })
    })
    sheet.y = top + size * 1.36
  }
}

/** Four squares of margin belong to the code (ISO/IEC 18004). */
function qrCode(sheet: Sheet, address: string, side: number) {
  const { size, data } = encode(address, { ecc: 'M', border: 4 })
  const unit = side / size
  sheet.tagged(
    'Figure',
    () => {
      for (const [row, squares] of data.entries())
        for (const [column, isDark] of squares.entries())
          if (isDark)
            sheet.page.rect(margin + column * unit, footTop + row * unit, unit + 0.05, unit + 0.05)
      sheet.page.fillColor(ink).fill()
    },
    { alt: `QR code that opens ${address}` },
  )
}
