/** What a page throws when something is not there, or is not this person's: both answer 404 alike. */
export class NotFound extends Error {}

/** Refused for who asks, not for what is asked. */
export class NotAllowed extends Error {}

/** The caller's fault, with a sentence for people and, where one is to blame, the field. */
export class BadRequest extends Error {
  readonly status: number
  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}

/** Too much at once: answered 503 with Retry-After instead of a queue without end. */
export class Overloaded extends Error {}

/** Done too often lately: answered 429 with Retry-After. */
export class TooManyTries extends Error {
  readonly seconds: number
  /** It is the first try over the limit, so this is the moment to write it down. */
  readonly isFirst: boolean
  constructor({ seconds, isFirst }: { seconds: number; isFirst: boolean }) {
    super(`too many tries; again in ${seconds} s`)
    this.seconds = seconds
    this.isFirst = isFirst
  }
}
