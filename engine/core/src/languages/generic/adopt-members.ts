import { Kind, SYMBOL, TYPE } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Evaluator } from '../../link/semantics/index.js';

const MEMBERS = new Set<number>([Kind.method, Kind.field, Kind.property, Kind.typeAlias]);

/** Members that extensions give types: by the name of the type, which may be a library's, and theirs. */
export class Extensions {
  private readonly members = new Map<string, number[]>();

  add(type: string, name: string, member: number): void {
    const key = keyOf(type, name);
    this.members.set(key, [...(this.members.get(key) ?? []), member]);
  }

  of(type: string, name: string): readonly number[] {
    return this.members.get(keyOf(type, name)) ?? [];
  }
}

/** Languages spell the types of their literals with a large or a small letter. */
function keyOf(type: string, name: string): string {
  return `${type.toLowerCase()} ${name}`;
}

/** What stands outside of the type that it names, in an `impl` or an extension, belongs to it. To be called before members are asked for. @param extensions is given what other types are extended by */
export function adoptMembers(program: LinkProgram, languageId: string, evaluator: Evaluator, extensions = new Extensions()): void {
  for (const file of program.files) {
    if (file.languageId !== languageId) continue;
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const member = file.firstSymbol + row;
      if (symbols.get(row, SYMBOL.kind) === Kind.class && program.hasFlag(member, 'extension')) addMembersOf(program, file, row, extensions);
      if (!MEMBERS.has(symbols.get(row, SYMBOL.kind)) || program.canonical(member) !== member) continue;
      const owner = /^([\w+\-$]+)#./.exec(file.facts.text(symbols.get(row, SYMBOL.descriptor)))?.[1];
      if (owner === undefined) continue;
      const entity = evaluator.resolveText(file, symbols.get(row, SYMBOL.scope), owner, 'type');
      const [type] = entity.kind === 'symbols' ? entity.symbols : [];
      if (type === undefined) extensions.add(owner, program.nameOf(member), member);
      else if (program.cell(type, SYMBOL.kind) !== Kind.typeAlias) program.adopt(type, member);
    }
  }
}

/** Methods of a class that wraps values of the type of its first property: Scala's `implicit class`. */
function addMembersOf(program: LinkProgram, { facts, firstSymbol }: LinkFile, type: number, extensions: Extensions): void {
  const { symbols, types } = facts;
  const rows: number[] = [];
  // What is declared in a type follows it.
  for (let row = type + 1; row < symbols.rows && symbols.get(row, SYMBOL.parent) >= type; row++) if (symbols.get(row, SYMBOL.parent) === type) rows.push(row);
  const wrapped = rows.find((row) => symbols.get(row, SYMBOL.kind) === Kind.property);
  const written = wrapped === undefined ? -1 : symbols.get(wrapped, SYMBOL.type);
  if (written < 0) return;
  const name = facts.text(types.get(written, TYPE.name)).replace(/[<[][^]*$/, '');
  for (const row of rows) if (symbols.get(row, SYMBOL.kind) === Kind.method) extensions.add(name, facts.text(symbols.get(row, SYMBOL.name)), program.canonical(firstSymbol + row));
}
