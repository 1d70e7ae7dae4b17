import { isObject, type Json } from '#openbadges/json'
import { classes, namesItself, type Class, type Member } from './classes.ts'
import { instantOf } from './instant.ts'
import { isText, isUrl } from './value-forms.ts'
import { vocabularies } from './vocabularies.ts'

/** Something that is not as it has to be, and where. */
export interface Violation {
  code: 'type-wrong' | 'member-missing' | 'value-wrong' | 'value-unusual'
  at: string
}

/** Holds a credential against the classes of Open Badges, all the way down (OB 3.0 App. B). */
export function violationsOf(credential: Json, name: string): Violation[] {
  const found: Violation[] = []
  checkObject(credential, name, '', found)
  return found
}

function checkObject(value: Json, name: string, at: string, found: Violation[]) {
  const members = classes.get(name)
  if (!members) return
  if (namesItself(name) && !isOfType(value['type'], name))
    found.push({ code: 'type-wrong', at: `${at}type` })
  checkMissing(value, members, at, found)
  for (const [member, content] of Object.entries(value)) {
    const rule = members.get(member)
    if (rule) checkMember(content, rule, at + member, found)
  }
}

/** Once or in a list, among others (App. A). */
const isOfType = (type: unknown, name: string) =>
  Array.isArray(type) ? type.includes(name) : type === name

function checkMissing(value: Json, members: Class, at: string, found: Violation[]) {
  for (const [member, { isRequired }] of members)
    if (isRequired && value[member] === undefined)
      found.push({ code: 'member-missing', at: at + member })
}

function checkMember(content: unknown, rule: Member, at: string, found: Violation[]) {
  if (!Array.isArray(content)) return checkValue(content, rule.kind, at, found)
  if (!rule.isList) found.push({ code: 'value-unusual', at })
  content.forEach((one, index) => checkValue(one, rule.kind, `${at}[${index}]`, found))
}

function checkValue(value: unknown, kind: string, at: string, found: Violation[]) {
  const name = kind === 'ProfileRef' ? 'Profile' : kind
  if (classes.has(name) && isObject(value)) return checkObject(value, name, `${at}.`, found)
  const code = codeOf(value, kind)
  if (code) found.push({ code, at })
}

/** What is wrong with a single value; null where nothing is. */
function codeOf(value: unknown, kind: string): Violation['code'] | null {
  const isValue = values[kind]
  if (isValue) return isValue(value) ? null : 'value-wrong'
  const isWord = vocabularies.get(kind)
  if (isWord)
    return typeof value !== 'string' ? 'value-wrong' : isWord(value) ? null : 'value-unusual'
  if (!isUrl(value)) return 'value-wrong'
  // VCDM 1.1 and 2.0 let a text stand for what has that id, which many issuers do with pictures.
  return kind === 'ProfileRef' ? null : 'value-unusual'
}

const values: Record<string, (value: unknown) => boolean> = {
  text: isText,
  id: isUrl,
  instant: (value) => instantOf(value) !== null,
  date: (value) => instantOf(value) !== null || (typeof value === 'string' && day.test(value)),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
}

const day = /^\d{4}-\d\d-\d\d$/
