import type { UnresolvedReason } from '@pinata/graph';
import type { ExternalPackage } from '../../link/outcome.js';
import { outside } from '../../link/semantics/index.js';
import type { Value } from '../../link/semantics/index.js';
import { namedValues } from '../../named-values.js';

export type Instance = Extract<Value, { kind: 'instance' }>;
export type External = Extract<Value, { kind: 'external' }>;

/**
 * What a member's name stands for in a type. `receiver` is the type that declares it, with its type arguments: a base, perhaps;
 * of an extension what it is called on.
 */
export type Found =
  | { readonly kind: 'symbols'; readonly symbols: readonly number[]; readonly isInferred: boolean; readonly isExtension: boolean; readonly receiver: Value | undefined }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string; readonly receiver?: External }
  | { readonly kind: 'none'; readonly reason: UnresolvedReason };

export const DOTNET: ExternalPackage = { manager: 'platform', name: 'dotnet' };
export const UNKNOWN_PACKAGE: ExternalPackage = { manager: 'nuget', name: 'unknown' };

/** A type of the platform. */
export function platform(path: string, given: readonly Value[] = []): External {
  return outside(DOTNET, path, given) as External; // as the function makes it
}

/** Structures of the platform: with a question mark they are something else. */
export const VALUE_TYPES: ReadonlySet<string> = new Set(['Boolean', 'Byte', 'CancellationToken', 'Char', 'DateOnly', 'DateTime', 'DateTimeOffset', 'Decimal', 'Double', 'Guid', 'Int16', 'Int32', 'Int64', 'KeyValuePair', 'Memory', 'ReadOnlyMemory', 'SByte', 'Single', 'TimeOnly', 'TimeSpan', 'UInt16', 'UInt32', 'UInt64']);

const KEYWORDS: Readonly<Record<string, string>> = namedValues({
  string: 'String', int: 'Int32', long: 'Int64', bool: 'Boolean', object: 'Object', double: 'Double', float: 'Single', byte: 'Byte', char: 'Char', decimal: 'Decimal', short: 'Int16', uint: 'UInt32', ulong: 'UInt64', ushort: 'UInt16', sbyte: 'SByte',
});

/** Whether a name is the language's own for a type of the platform. */
export function isTypeKeyword(name: string): boolean {
  return KEYWORDS[name] !== undefined;
}

const SMALL_A = 97;

/** The last name of a type outside the repository, which a keyword may stand for. */
export function typeName(path: string): string {
  const dot = path.lastIndexOf('.');
  const name = dot < 0 ? path : path.slice(dot + 1);
  // Keywords begin with a small letter, types of libraries seldom do.
  return name.charCodeAt(0) < SMALL_A ? name : (KEYWORDS[name] ?? name);
}
