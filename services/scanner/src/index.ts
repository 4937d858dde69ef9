export type { EnvelopeBody, NumberedBody, PassingBody, ResultPublisher } from './result-publisher.js';
export { EXIT_CODES, runAttempt } from './run-attempt.js';
export type { ExitCode } from './run-attempt.js';
