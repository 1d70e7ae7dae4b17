import { pino } from 'pino'
import { config } from './config.ts'

/** One JSON line an event on standard output. Never an address, a token or a key in it. */
export const log = pino({
  level: config.logLevel,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
})
