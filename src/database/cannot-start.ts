/** Something the person who runs this can put right; said in one line, without a stack. */
export class CannotStart extends Error {}
