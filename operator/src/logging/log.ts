import { Writable } from 'node:stream';
import { pino } from 'pino';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** What structured entries carry besides their words: ids, codes and numbers; never a grant, a Secret's content or a key. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, '[token removed]'],
  [/\b(Bearer|Basic) +[A-Za-z0-9+/=._~-]{8,}/gi, '$1 [removed]'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, '$1[removed]@'],
  [/-----BEGIN [A-Z ]*-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g, '[key removed]'],
  [/([?&](?:X-Amz-[A-Za-z]+|signature|token)=)[^&\s"]+/gi, '$1[removed]'],
];
const LONGEST_TEXT = 2_000;
const DEEPEST_CAUSE = 5;

/** JSON lines. No entry is made of anything secret; this is the second lock, for what others' errors may quote. */
export function createLog(level: LogLevel, destination: { write(line: string): void } = process.stdout): Log {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      destination.write(chunk.toString());
      done();
    },
  });
  const logger = pino({ level, base: { service: 'operator' }, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message', formatters: { level: (label) => ({ level: label }) } }, stream);
  const write = (method: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields: LogFields = {}) =>
    logger[method](Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? errorFields(value, 0) : typeof value === 'string' ? cleaned(value) : value])), message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function cleaned(text: string): string {
  return SECRET_TEXT.reduce((rest, [pattern, replacement]) => rest.replaceAll(pattern, replacement), text.slice(0, LONGEST_TEXT));
}

function errorFields(error: Error, depth: number): LogFields {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    message: cleaned(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(depth === 0 && error.stack !== undefined ? { stack: cleaned(error.stack) } : {}),
    ...(error.cause instanceof Error && depth < DEEPEST_CAUSE ? { cause: errorFields(error.cause, depth + 1) } : {}),
  };
}
