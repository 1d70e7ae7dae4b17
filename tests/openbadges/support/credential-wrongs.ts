import { badge, contexts, subject, type Json } from './credential-issuers.ts'

/** A badge for another achievement. */
export const earned = (changes: Json) => {
  const one = subject()
  return badge({
    credentialSubject: { ...one, achievement: { ...(one['achievement'] as Json), ...changes } },
  })
}

/** Badges that are not made as they have to be, and what is to be found. */
export const wrong: [string, Json, string][] = [
  ['without contexts', badge({ '@context': undefined }), 'failed context-wrong'],
  [
    'with its contexts the wrong way round',
    badge({ '@context': contexts.toReversed() }),
    'failed context-wrong',
  ],
  [
    'without the words of Open Badges',
    badge({ '@context': [contexts[0]] }),
    'failed context-wrong',
  ],
  [
    'with a context that is no address',
    badge({ '@context': [...contexts, 'https ://x'] }),
    'failed context-wrong',
  ],
  ['with a number for a context', badge({ '@context': [...contexts, 1] }), 'failed context-wrong'],
  [
    'that is no VerifiableCredential',
    badge({ type: ['OpenBadgeCredential'] }),
    'failed type-wrong type.',
  ],
  ['without an id', badge({ id: undefined }), 'failed member-missing id.'],
  ['with an id that is no URL', badge({ id: 'badge 1' }), 'failed value-wrong id.'],
  ['without an issuer', badge({ issuer: undefined }), 'failed member-missing issuer.'],
  [
    'whose issuer has no id',
    badge({ issuer: { type: ['Profile'] } }),
    'failed value-wrong issuer.',
  ],
  [
    'whose issuer is no Profile',
    badge({ issuer: { id: 'https://a.test' } }),
    'failed type-wrong issuer.type.',
  ],
  ['without a beginning', badge({ validFrom: undefined }), 'failed member-missing validFrom.'],
  [
    'with a date without a zone',
    badge({ validFrom: '2026-01-01T00:00:00' }),
    'failed value-wrong validFrom.',
  ],
  [
    'for two subjects',
    badge({ credentialSubject: [subject(), subject()] }),
    'warning value-unusual credentialSubject.',
  ],
  [
    'for nobody',
    badge({ credentialSubject: undefined }),
    'failed member-missing credentialSubject.',
  ],
  [
    'with an empty subject',
    badge({ credentialSubject: {} }),
    'failed value-wrong credentialSubject.',
  ],
  [
    'whose subject has two ids',
    badge({ credentialSubject: subject({ id: ['urn:a', 'urn:b'] }) }),
    'failed value-wrong credentialSubject.',
  ],
  [
    'that does not say who earned it',
    badge({ credentialSubject: subject({ id: undefined }) }),
    'warning subject-unnamed',
  ],
  [
    'of another kind of subject',
    badge({ credentialSubject: subject({ type: ['Person'] }) }),
    'failed type-wrong credentialSubject.type.',
  ],
  [
    'without what was earned',
    badge({ credentialSubject: subject({ achievement: undefined }) }),
    'failed member-missing credentialSubject.achievement.',
  ],
  [
    'without a name',
    earned({ name: undefined }),
    'failed member-missing credentialSubject.achievement.name.',
  ],
  [
    'without criteria',
    earned({ criteria: undefined }),
    'failed member-missing credentialSubject.achievement.criteria.',
  ],
  ['with criteria that say nothing', earned({ criteria: {} }), 'warning criteria-empty'],
  [
    'with a picture that is only an address',
    earned({ image: 'https://a.test/1.png' }),
    'warning value-unusual credentialSubject.achievement.image.',
  ],
  [
    'with a picture that is no Image',
    earned({ image: { id: 'https://a.test/1.png', type: 'Picture' } }),
    'failed type-wrong credentialSubject.achievement.image.type.',
  ],
  [
    'whose rubric has a level without a name',
    earned({
      resultDescription: [
        {
          ...{ id: 'urn:d', type: ['ResultDescription'], name: 'D', resultType: 'Percent' },
          rubricCriterionLevel: [{ id: 'urn:l', type: ['RubricCriterionLevel'] }],
        },
      ],
    }),
    'failed member-missing credentialSubject.achievement.resultDescription[0].rubricCriterionLevel[0].name.',
  ],
  [
    'of a kind that the standard has no word for',
    earned({ achievementType: 'Medal' }),
    'warning value-unusual credentialSubject.achievement.achievementType.',
  ],
  [
    'whose kind is no word',
    earned({ achievementType: ['Badge', 7] }),
    'failed value-wrong credentialSubject.achievement.achievementType[1].',
  ],
  [
    'with a number for a tag',
    earned({ tag: ['a', 7] }),
    'failed value-wrong credentialSubject.achievement.tag[1].',
  ],
  [
    'with a result of another kind',
    badge({ credentialSubject: subject({ result: [{ type: ['Grade'] }] }) }),
    'failed type-wrong credentialSubject.result[0].type.',
  ],
  [
    'with evidence of another kind',
    badge({ evidence: [{ type: ['Proof'] }] }),
    'failed type-wrong evidence[0].type.',
  ],
  [
    'with evidence of no kind',
    badge({ evidence: [{ id: 'https://a.test' }] }),
    'failed value-wrong evidence.',
  ],
  [
    'with a status of no kind',
    badge({ credentialStatus: { id: 'https://a.test' } }),
    'failed value-wrong credentialStatus.',
  ],
  [
    'whose status is no URL',
    badge({ credentialStatus: { id: 'a', type: 'A' } }),
    'failed value-wrong credentialStatus.',
  ],
  [
    'with a refresh of no kind',
    badge({ refreshService: { id: 'https://a.test' } }),
    'failed value-wrong refreshService.',
  ],
  [
    'with terms of no kind',
    badge({ termsOfUse: [{ id: 'https://a.test' }] }),
    'failed value-wrong termsOfUse.',
  ],
  [
    'with a schema that has no id',
    badge({ credentialSchema: [{ type: 'JsonSchema' }] }),
    'failed value-wrong credentialSchema.',
  ],
  [
    'with a name that is an object',
    badge({ name: { en: 'First Aid' } }),
    'failed value-wrong name.',
  ],
  [
    'with a name in a language and more',
    badge({ name: { '@value': 'a', url: 'b' } }),
    'failed value-wrong name.',
  ],
]
