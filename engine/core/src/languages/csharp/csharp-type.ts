import type { UnresolvedReason } from '@pinata/graph';
import type { ExternalPackage } from '../../link/outcome.js';

/** What a C# expression or type reference stands for, as far as the source states it. */
export type CSharpType =
  | { readonly kind: 'instance'; readonly symbol: number; readonly arguments: readonly CSharpType[] }
  /** A type's name used as a value: its static members follow. */
  | { readonly kind: 'static'; readonly symbol: number }
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string; readonly arguments: readonly CSharpType[] }
  | { readonly kind: 'array'; readonly element: CSharpType }
  /** A method's name: all overloads that were found together. */
  | { readonly kind: 'methods'; readonly symbols: readonly number[] }
  | { readonly kind: 'unknown'; readonly reason: UnresolvedReason };

/** What a member's name stands for in a type. */
export type Found =
  | { readonly kind: 'symbols'; readonly symbols: readonly number[]; readonly isInferred: boolean; readonly isExtension: boolean }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string }
  | { readonly kind: 'none'; readonly reason: UnresolvedReason };

export const DOTNET: ExternalPackage = { manager: 'platform', name: 'dotnet' };
export const UNKNOWN_PACKAGE: ExternalPackage = { manager: 'nuget', name: 'unknown' };

export function unknown(reason: UnresolvedReason): CSharpType {
  return { kind: 'unknown', reason };
}

export function platform(path: string): CSharpType {
  return { kind: 'external', package: DOTNET, path, arguments: [] };
}
