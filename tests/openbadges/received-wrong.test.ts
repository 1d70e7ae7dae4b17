import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receive } from '#openbadges/received'
import { chunk, drawn, ns, ob2, ob3, withChunks } from './pictures.ts'
import { anyText } from './any-text.ts'
import { assertion, credential, jws, png, svg } from './unchecked-badges.ts'
import { emptyWeb } from './web.ts'

const { fetchDocument, stands } = emptyWeb()

const received = (input: string | Uint8Array) => receive(input, { fetchDocument })

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'not-a-badge'],
  ['a sentence', 'My badge', 'not-a-badge'],
  ['a web page', '<!DOCTYPE html><html><svg></svg></html>', 'not-a-badge'],
  ['bytes', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'not-a-badge'],
  ['any JSON', '{"a":1}', 'not-a-badge'],
  ['JSON that ends early', credential.slice(0, -1), 'json-malformed'],
  ['JavaScript', '{verify: 1}', 'json-malformed'],
  ['a signature over no JSON', jws('hello'), 'json-malformed'],
  ['JSON without a bottom', '[{"a":'.repeat(100_000), 'json-malformed'],
  ['deep JSON', `{"id":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'json-malformed'],
  ['a list', `[${credential}]`, 'not-a-single-badge'],
  [
    'a presentation',
    `{"type":"VerifiablePresentation","verifiableCredential":[${credential}]}`,
    'not-a-single-badge',
  ],
  [
    'a signed presentation',
    jws(`{"vp":{"type":["VerifiablePresentation"]}}`),
    'not-a-single-badge',
  ],
  ['what a program puts around it', `{"credential":${credential}}`, 'not-a-single-badge'],
  ['a learner record', '{"type":["VerifiableCredential","ClrCredential"]}', 'record-not-a-badge'],
  ['a text beyond measure', `{"a":"${'x'.repeat(1024 * 1024)}"}`, 'too-large'],
  ['a picture beyond measure', Buffer.concat([drawn, Buffer.alloc(4 * 1024 * 1024)]), 'too-large'],
  ['a picture without a badge', drawn, 'baked-nothing'],
  ['a drawing without a badge', `<svg ${ns}/>`, 'baked-nothing'],
  ['a drawing that ends early', `<svg ${ns}>`, 'svg-damaged'],
  ['a cut picture', png({ credential }).subarray(0, 60), 'png-damaged'],
  [
    'a picture with a learner record',
    withChunks(chunk('iTXt', 'clrcredential\0\0\0\0\0{}')),
    'record-not-a-badge',
  ],
  [
    'a bad body in a drawing',
    `<svg ${ns} xmlns:o="${ob2}"><o:assertion>{verify:1}</o:assertion></svg>`,
    'json-malformed',
  ],
  ['an address with nothing', stands('https://p.test/404', 'no', 404), 'address-not-found'],
  ['an address that is gone', stands('https://p.test/410', '', 410), 'address-gone'],
])('%s is no badge, and it is said why', async (_what, input, code) => {
  const { badge, findings } = await received(input)
  expect(badge).toBeNull()
  expect(findings.filter(({ outcome }) => outcome === 'failed').map((one) => one.code)).toEqual([
    code,
  ])
})

test('whatever comes, nothing throws', async () => {
  const texts = [assertion, credential, jws(credential), svg({ credential }).toString(), ob3]
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        anyText,
        fc.json(),
        fc
          .tuple(fc.constantFrom(...texts), fc.nat(400), fc.string())
          .map(([text, at, inserted]) => text.slice(0, at) + inserted + text.slice(at + 1)),
      ),
      async (input) => {
        expect((await received(input)).findings.length).toBeGreaterThan(0)
      },
    ),
  )
})
