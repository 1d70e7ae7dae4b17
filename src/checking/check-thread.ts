import { check } from '#openbadges/check'
import { answerChecks } from './thread-port.ts'

// Runs in a worker thread: checker.ts starts it. Nothing else of the product is loaded here.
answerChecks(check)
