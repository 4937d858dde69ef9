import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkProgram } from '../../link/program.js';
import type { Evaluator } from '../../link/semantics/index.js';

const MEMBERS = new Set<number>([Kind.method, Kind.field, Kind.property, Kind.typeAlias]);

/** What stands outside of the type that it names, in an `impl` or an extension, belongs to it. To be called before members are asked for. */
export function adoptMembers(program: LinkProgram, languageId: string, evaluator: Evaluator): void {
  for (const file of program.files) {
    if (file.languageId !== languageId) continue;
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const member = file.firstSymbol + row;
      if (!MEMBERS.has(symbols.get(row, SYMBOL.kind)) || program.canonical(member) !== member) continue;
      const owner = /^([\w+\-$]+)#./.exec(file.facts.text(symbols.get(row, SYMBOL.descriptor)))?.[1];
      if (owner === undefined) continue;
      const entity = evaluator.resolveText(file, symbols.get(row, SYMBOL.scope), owner, 'type');
      const [type] = entity.kind === 'symbols' ? entity.symbols : [];
      if (type !== undefined && program.cell(type, SYMBOL.kind) !== Kind.typeAlias) program.adopt(type, member);
    }
  }
}
