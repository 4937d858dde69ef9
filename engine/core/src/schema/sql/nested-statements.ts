import type { Token } from './tokens.js';

const OBJECTS = new Set(['TABLE', 'INDEX', 'UNIQUE', 'CLUSTERED', 'NONCLUSTERED', 'OR', 'GLOBAL', 'LOCAL', 'TEMP', 'TEMPORARY', 'UNLOGGED', 'EXTERNAL', 'TYPE', 'VIEW', 'SCHEMA', 'SEQUENCE', 'PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER', 'STATISTICS', 'DATABASE', 'ROLE', 'USER', 'LOGIN', 'EXTENSION']);
const DROPPED = new Set(['TABLE', 'VIEW', 'SCHEMA', 'SEQUENCE', 'PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER', 'TYPE']);
/** Words that begin a statement, or part a block, wherever no name is expected. */
const BEGINNINGS = new Set(['EXEC', 'EXECUTE', 'SELECT', 'PRINT', 'DECLARE', 'BEGIN', 'ROLLBACK', 'WHILE', 'RETURN', 'RAISERROR', 'THROW', 'GRANT', 'REVOKE', 'ELSE', 'ELSIF', 'THEN', 'END', 'EXCEPTION', 'LOOP', 'MERGE']);
/** After these a word is a name. */
const BEFORE_NAME = new Set(['ADD', 'COLUMN', 'TO', 'RENAME', 'TABLE', 'CONSTRAINT', ',', '.']);
/** What holds statements that run at another time. */
const ROUTINES = new Set(['PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER', 'VIEW', 'RULE', 'EVENT', 'PACKAGE']);
const ROUTINE_WORDS = 8;

/**
 * The statements that one text up to a semicolon holds: SQL Server needs none between two, and blocks hold others
 * (`IF … BEGIN … END`). Bodies of functions and triggers stay whole.
 */
export function nestedStatements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let start = 0;
  let depth = 0;
  let cases = 0;
  let isRoutine = opensRoutine(tokens, 0);
  for (let at = 0; at < tokens.length && !isRoutine; at++) {
    const { kind, text, upper } = tokens[at]!; // within the statement
    if (kind === 'sign' && text === '(') depth++;
    if (kind === 'sign' && text === ')') depth = Math.max(0, depth - 1);
    if (kind !== 'word' || depth > 0) continue;
    if (upper === 'CASE') cases++;
    if (cases > 0 && upper === 'END') cases--;
    else if (cases === 0 && at > start && begins(tokens, at)) {
      parts.push(tokens.slice(start, at));
      start = at;
      isRoutine = opensRoutine(tokens, at);
    }
  }
  parts.push(tokens.slice(start));
  return parts;
}

function opensRoutine(tokens: readonly Token[], at: number): boolean {
  const verb = tokens[at]?.upper;
  if (verb !== 'CREATE' && verb !== 'ALTER') return false;
  for (let next = at + 1; next < tokens.length && next <= at + ROUTINE_WORDS; next++) {
    const { kind, upper } = tokens[next]!; // within the statement
    if (ROUTINES.has(upper)) return true;
    if (upper === 'TABLE' || upper === 'INDEX' || upper === 'TYPE' || (kind === 'sign' && tokens[next]?.text === '(')) return false;
  }
  return false;
}

function begins(tokens: readonly Token[], at: number): boolean {
  const upper = tokens[at]?.upper ?? '';
  const before = tokens[at - 1];
  const next = tokens[at + 1];
  const after = tokens[at + 2];
  if (before !== undefined && BEFORE_NAME.has(before.kind === 'word' ? before.upper : before.kind === 'sign' ? before.text : '')) return false;
  switch (upper) {
    case 'CREATE':
    case 'ALTER':
      return OBJECTS.has(next?.upper ?? '');
    case 'DROP':
      return DROPPED.has(next?.upper ?? '') || (next?.upper === 'INDEX' && (after?.upper === 'IF' || tokens[at + 3]?.upper === 'ON'));
    case 'RENAME':
    case 'TRUNCATE':
      return next?.upper === 'TABLE';
    case 'INSERT':
      return next?.upper === 'INTO';
    case 'DELETE':
      return next?.upper === 'FROM';
    case 'UPDATE':
      return before?.upper !== 'ON' && before?.upper !== 'FOR' && before?.upper !== 'KEY' && next?.kind !== 'sign';
    // `DROP TABLE IF EXISTS a` goes on with a name, `IF EXISTS (…)` with a condition.
    case 'IF':
      return next?.upper === 'EXISTS' ? after?.text === '(' : next?.upper !== 'NOT' || after?.upper !== 'EXISTS' || tokens[at + 3]?.text === '(';
    case 'COMMIT':
      return before?.upper !== 'ON';
    // `SET NOCOUNT ON`, `SET @a = 1`; not what a column is set to.
    case 'SET':
      return next?.kind === 'parameter' || after?.upper === 'ON' || after?.upper === 'OFF' || next?.upper === 'IDENTITY_INSERT';
    default:
      return BEGINNINGS.has(upper);
  }
}
