import { joinPaths } from '@pinata/graph';
import type { ValueSpec } from './framework.js';
import type { Subject } from './given.js';
import { valuesOf } from './values.js';

/** `https://`, or a beginning that only the running program knows, and what follows. */
const ADDRESS = /^([a-z][\w+.-]*:\/\/|\{\})(.*)$/i;

/** Methods and addresses that a mapping reads from a subject, each with each. */
export function addresses(subject: Subject, mapping: { readonly method?: ValueSpec; readonly prefix?: ValueSpec; readonly address: ValueSpec; readonly tokens?: Readonly<Record<string, ValueSpec>>; readonly otherwise?: string; readonly protocol: string }): readonly { readonly method: string; readonly address: string }[] {
  const methods = mapping.method === undefined ? [''] : valuesOf(subject, mapping.method);
  const found = valuesOf(subject, mapping.address);
  const given = found.length > 0 ? found : mapping.otherwise === undefined ? [] : [mapping.otherwise];
  const prefixes = valuesOf(subject, mapping.prefix);
  const isPath = mapping.protocol === 'http' || mapping.protocol === 'page';
  const whole = prefixes.length === 0 ? given : prefixes.flatMap((prefix) => given.map((address) => (isPath ? withPrefix(prefix, address) : address === '' ? prefix : `${prefix}${mapping.protocol === 'grpc' ? '/' : ':'}${address}`)));
  return (methods.length === 0 ? ['*'] : methods).flatMap((method) => whole.map((address) => withMethod(isPath ? method.toUpperCase() : method, withTokens(subject, address, mapping.tokens))));
}

/** `GET /users` as an address says the method itself. */
function withMethod(method: string, address: string): { readonly method: string; readonly address: string } {
  const stated = method === '*' ? /^([A-Z]+)\s+(\S.*)$/.exec(address) : null;
  return stated === null ? { method, address } : { method: stated[1] ?? method, address: stated[2] ?? address };
}

function withTokens(subject: Subject, address: string, tokens: Readonly<Record<string, ValueSpec>> | undefined): string {
  let text = address;
  for (const [token, spec] of Object.entries(tokens ?? {})) {
    if (text.includes(token)) text = text.replaceAll(token, valuesOf(subject, spec)[0] ?? token);
  }
  return text;
}

/** A path that begins with a slash stays under its prefix; one that begins with `~/`, and a whole address, do not. */
function withPrefix(prefix: string, address: string): string {
  if (ADDRESS.test(address)) return address;
  const [, base = '', rest = prefix] = ADDRESS.exec(prefix) ?? [];
  if (base !== '') return `${base}${joinPaths(rest, address).slice(1)}`;
  return address.startsWith('~/') ? address.slice(1) : joinPaths(prefix, address);
}
