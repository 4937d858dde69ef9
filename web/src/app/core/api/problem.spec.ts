import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { describe, expect, it } from '@jest/globals';
import { ProblemError, toProblem } from './problem.js';

function graphqlError(extensions: Record<string, unknown>): CombinedGraphQLErrors {
  return new CombinedGraphQLErrors({ data: null, errors: [{ message: 'Words for people.', extensions }] });
}

describe('toProblem', () => {
  it('keeps the code, the words, the field and the reason of the API', () => {
    expect(toProblem(graphqlError({ code: 'SOURCE_UNAVAILABLE', field: 'location', reason: 'authenticationFailed' }))).toEqual({
      code: 'SOURCE_UNAVAILABLE',
      message: 'Words for people.',
      field: 'location',
      reason: 'authenticationFailed',
    });
  });

  it('takes a code it does not know as an error of the server', () => {
    expect(toProblem(graphqlError({ code: 'NEWER_CODE' })).code).toBe('INTERNAL_SERVER_ERROR');
    expect(toProblem(graphqlError({ code: 42 })).code).toBe('INTERNAL_SERVER_ERROR');
  });

  it('says that the server cannot be reached when no answer came', () => {
    expect(toProblem(new TypeError('Failed to fetch')).code).toBe('UNREACHABLE');
  });

  it('leaves a problem as it is', () => {
    const problem = { code: 'CONFLICT', message: 'Taken.' } as const;
    expect(toProblem(new ProblemError(problem))).toBe(problem);
  });
});
