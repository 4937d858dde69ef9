import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

const CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'SOURCE_UNAVAILABLE',
  'NOT_READY',
  'INTERNAL_SERVER_ERROR',
] as const;

/** Every code of the API, and `UNREACHABLE` when no answer came at all. */
export type ProblemCode = (typeof CODES)[number] | 'UNREACHABLE';

/** Why something could not be shown or done, in words for the person at the screen. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** The input that was wrong, such as `location`. */
  readonly field?: string;
  /** The finer reason of SOURCE_UNAVAILABLE, such as `authenticationFailed`. */
  readonly reason?: string;
}

/** A problem as something that can be thrown. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.message, options);
    this.name = 'ProblemError';
  }
}

/** Puts whatever a request failed with into the console's words. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors;
    const extensions = first?.extensions ?? {};
    const code = CODES.find((known) => known === extensions['code']) ?? 'INTERNAL_SERVER_ERROR';
    return {
      code,
      message: first?.message ?? 'The server reported an error.',
      ...(typeof extensions['field'] === 'string' ? { field: extensions['field'] } : {}),
      ...(typeof extensions['reason'] === 'string' ? { reason: extensions['reason'] } : {}),
    };
  }
  if (ServerError.is(error)) return problemOfStatus(error.statusCode);
  // fetch fails with a TypeError, a socket with an Event; anything else is our own mistake and belongs in the browser's console.
  if (!(error instanceof TypeError) && !isSocketEvent(error)) console.error(error);
  return { code: 'UNREACHABLE', message: 'The server cannot be reached. Check the connection and try again.' };
}

function isSocketEvent(error: unknown): boolean {
  return typeof Event !== 'undefined' && (error instanceof Event || (error instanceof Error && error.cause instanceof Event));
}

function problemOfStatus(status: number): Problem {
  if (status === 401) return { code: 'UNAUTHENTICATED', message: 'Your session has ended.' };
  if (status === 403) return { code: 'FORBIDDEN', message: 'You may not see this.' };
  if (status === 429) return { code: 'RATE_LIMITED', message: 'Too many requests. Wait a moment and try again.' };
  if (status === 502 || status === 503 || status === 504) return { code: 'UNREACHABLE', message: 'The server is not ready. Try again in a moment.' };
  return { code: 'INTERNAL_SERVER_ERROR', message: `The server answered ${status}.` };
}
