/**
 * What goes into a picture: an assertion of Open Badges 2.0, a credential of 3.0, or both of one
 * award. Each is JSON, or a compact JWS where it is signed from outside.
 */
export interface BadgesToBake {
  assertion?: string
  credential?: string
}

/** A compact JWS never begins like this; white space before JSON is allowed. */
export const isJson = (text: string) => text.trimStart().startsWith('{')
