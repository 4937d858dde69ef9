import { Kind, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import type { DeclaredName } from '../../link/language-linker.js';
import { ATTRIBUTE } from './type-index.js';
import { isType } from './type-names.js';

/** What a file puts into the index of types: namespaces and types by their full names, extension methods by their own. */
export function declaredNames(facts: FileFacts): readonly DeclaredName[] {
  const { symbols } = facts;
  const found: DeclaredName[] = [];
  const fullNames: string[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const kind = symbols.get(row, SYMBOL.kind);
    const name = facts.text(symbols.get(row, SYMBOL.name));
    const full = `${fullNames[symbols.get(row, SYMBOL.parent)] ?? ''}.${name}\`${symbols.get(row, SYMBOL.typeParameters)}`;
    fullNames.push(full);
    const flags = symbols.get(row, SYMBOL.flags);
    if (kind === Kind.namespace) found.push({ name: name.slice(name.lastIndexOf('.') + 1).trim(), detail: full, isShared: true });
    else if (isType(kind)) {
      const detail = `${kind} ${full} ${(flags & SymbolFlag.partial) === 0 ? '' : 'partial'}`;
      found.push({ name, detail });
      // `[Route]` asks for RouteAttribute.
      if (name.endsWith(ATTRIBUTE)) found.push({ name: name.slice(0, -ATTRIBUTE.length), detail });
    } else if (kind === Kind.method && (flags & SymbolFlag.extension) !== 0) found.push({ name, detail: full });
  }
  return found;
}
