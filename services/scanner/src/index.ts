export { EXIT_CODES } from './attempt-failure.js';
export type { ExitCode } from './attempt-failure.js';
export type { EnvelopeBody, NumberedBody, PassingBody, ResultPublisher } from './result-publisher.js';
export { runAttempt } from './run-attempt.js';
