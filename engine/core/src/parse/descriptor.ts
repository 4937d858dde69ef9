import { hash } from 'node:crypto';
import type { SymbolKind } from '@pinata/graph/model';

const SIMPLE_IDENTIFIER = /^[\w+\-$]+$/;

/** A name as a SCIP descriptor spells it: simple ones as they are, others in backticks. */
export function descriptorName(name: string): string {
  return SIMPLE_IDENTIFIER.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

const TYPE_KINDS: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'struct', 'record', 'enum', 'typeAlias', 'delegate']);
const METHOD_KINDS: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor', 'operator', 'indexer']);

export function isTypeKind(kind: SymbolKind): boolean {
  return TYPE_KINDS.has(kind);
}

/**
 * The SCIP descriptor of one symbol inside its parent (github.com/sourcegraph/scip, grammar of symbols).
 * @param typeParameters generic arity, 0 for a type whose language tells types apart by name alone
 * @param signature parameter types as written and generic arity, for languages with overloads; never an ordinal,
 * so that the key stays when another overload comes or goes
 */
export function descriptorOf(kind: SymbolKind, name: string, typeParameters: number, signature: readonly string[] | undefined): string {
  const spelled = descriptorName(name);
  if (kind === 'namespace') return `${spelled}/`;
  if (TYPE_KINDS.has(kind)) return `${typeParameters > 0 ? descriptorName(`${name}\`${typeParameters}`) : spelled}#`;
  if (!METHOD_KINDS.has(kind)) return `${spelled}.`;
  if (signature === undefined || (signature.length === 0 && typeParameters === 0)) return `${spelled}().`;
  const written = `${typeParameters}(${signature.map((type) => type.replaceAll(/\s+/g, '')).join(',')})`;
  return `${spelled}(${hash('sha256', written, 'hex').slice(0, 8)}).`;
}

/** The descriptors of a path: `src/`, `app.ts/` of `src/app.ts`. */
export function pathDescriptors(path: string): string {
  return path === '' ? '' : path.split('/').map((part) => `${descriptorName(part)}/`).join('');
}
