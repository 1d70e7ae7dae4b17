// Packages that bring no types, as far as the tests use them.
declare module '@digitalbazaar/vc' {
  export interface Verified {
    verified: boolean
    error?: Error
    statusResult?: { verified: boolean }
  }
  export function verifyCredential(given: object): Promise<Verified>
  export function issue(given: object): Promise<object>
}
declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(given: object)
  }
}
declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object
}
declare module '@digitalbazaar/ed25519-multikey' {
  export function generate(given: object): Promise<{ signer(): object }>
}
