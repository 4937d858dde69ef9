import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Log, LogFields } from './log.js';
import { withoutSecrets } from './without-secrets.js';

/** JSON lines. Names that mean secrets are replaced wherever they stand, and texts that look like secrets in whatever they stand. */
export function createLog(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent', destination: { write(line: string): void } = process.stdout): Log {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      destination.write(chunk.toString());
      done();
    },
  });
  const logger = pino({ level, base: { service: 'gateway' }, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message', formatters: { level: (label) => ({ level: label }) } }, stream);
  const write = (method: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields: LogFields = {}) => logger[method](withoutSecrets(fields), withoutSecrets(message));
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
