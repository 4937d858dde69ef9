import { Kind, SYMBOL } from '../../facts/schema.js';
import type { DerivedEdge } from '../language-linker.js';
import type { LinkFile, LinkProgram } from '../program.js';
import type { Members } from './members.js';

const OVERRIDABLE = new Set<number>([Kind.method, Kind.property, Kind.accessor, Kind.event, Kind.indexer]);

/** Members that override or implement a member of a base type: of the same name, and with as many parameters where overloads are told apart. */
export function overridesOf(file: LinkFile, program: LinkProgram, members: Members, hasOverloads: boolean, isConstructor: (symbol: number) => boolean): readonly DerivedEdge[] {
  const edges: DerivedEdge[] = [];
  const { symbols } = file.facts;
  for (let row = 0; row < symbols.rows; row++) {
    if (!OVERRIDABLE.has(symbols.get(row, SYMBOL.kind))) continue;
    const member = file.firstSymbol + row;
    if (program.canonical(member) !== member || program.hasFlag(member, 'static') || program.hasFlag(member, 'private') || isConstructor(member)) continue;
    const owner = program.parentOf(member);
    if (owner < 0) continue;
    const name = program.nameOf(member);
    const prepended = members.prependedSymbols(owner);
    for (const base of members.baseSymbols(owner)) {
      const target = (program.membersOf(base).get(name) ?? []).find((other) => isOverridden(program, member, program.canonical(other), hasOverloads));
      if (target === undefined) continue;
      const isInterface = program.cell(base, SYMBOL.kind) === Kind.interface;
      const [source, overridden] = prepended.has(base) ? [program.canonical(target), member] : [member, program.canonical(target)];
      edges.push({ kind: 'overrides', source, target: overridden, confidence: 100, rule: isInterface ? 'overrides.implements' : 'overrides.extends' });
    }
  }
  return edges;
}

function isOverridden(program: LinkProgram, member: number, other: number, hasOverloads: boolean): boolean {
  if (member === other || !OVERRIDABLE.has(program.cell(other, SYMBOL.kind)) || program.hasFlag(other, 'private') || program.hasFlag(other, 'static')) return false;
  const isMethod = program.cell(member, SYMBOL.kind) === Kind.method;
  if (isMethod !== (program.cell(other, SYMBOL.kind) === Kind.method)) return false;
  return !isMethod || !hasOverloads || program.cell(member, SYMBOL.maximumArguments) === program.cell(other, SYMBOL.maximumArguments);
}
