import { Expression } from '../../facts/schema.js';
import type { FileView } from '../../view/file-view.js';

/** Calls that are given the name of a test: `it('deletes from orders', …)`, `test.only('…', …)`. */
const TESTS = /^(?:it|test|describe|context|specify|scenario|feature|suite|bench)$/;
const KINDS_OF_TEST = /^(?:only|skip|each|concurrent|sequential|serial|parallel|todo|fails|failing|fixme|describe|step|for|skipIf|runIf)$/;
/** What is made of a message and thrown. */
const ERRORS = /(?:Error|Exception|Warning|Failure|Fault)f?$/;
/** Functions that show a text or end with it. */
const SHOWS = /^(?:panic|print|println|puts|abort|fail|die|raise|warn|alert|confirm|gettext|_)$/;
/** What keeps a log, makes errors or fails a test. */
const LOGS = /log(?:ger|ging)?$|^(?:console|slog|fmt|errors|out|err|debug|trace|syslog|zap|sugar|toast|t|tb)$/i;
const LEVELS = /^(?:debug|info|information|warn(?:ing)?|error|fatal|critical|trace|notice|verbose|exception|success|log(?:Debug|Information|Warning|Error|Trace|Critical)?|f?print|write_?line|panic|new|wrap|skip)(?:f|ln|w)?$/i;

/** Whether people are told a text, by a test's name, an error or a log, and no database is. */
export function isTold(view: FileView, literal: number): boolean {
  const call = view.callAround(literal);
  const kind = view.kind(call);
  if (kind === Expression.new) return ERRORS.test(view.name(call));
  if (kind !== Expression.call) return false;
  const chain = view.chain(call);
  const [root, ...more] = chain;
  const last = chain[chain.length - 1];
  if (root === undefined || last === undefined) return false;
  if (view.argument(call, 0) === literal && TESTS.test(root.name) && view.kind(root.expression) === Expression.name && more.every(({ name }) => KINDS_OF_TEST.test(name))) return true;
  if (ERRORS.test(last.name)) return true;
  const holder = chain[chain.length - 2];
  return holder === undefined ? SHOWS.test(last.name) : LEVELS.test(last.name) && LOGS.test(holder.name);
}
