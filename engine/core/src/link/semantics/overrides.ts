import { Kind, SYMBOL } from '../../facts/schema.js';
import type { DerivedEdge } from '../language-linker.js';
import type { LinkFile, LinkProgram } from '../program.js';
import type { Members } from './members.js';
import type { Signatures } from './signatures.js';

const OVERRIDABLE = new Set<number>([Kind.method, Kind.property, Kind.accessor, Kind.event, Kind.indexer]);

/** What overrides are told by. @param hasOverloads methods of one name are told apart by their parameters */
export interface OverrideSource {
  readonly program: LinkProgram;
  readonly members: Members;
  readonly signatures: Signatures;
  readonly hasOverloads: boolean;
  readonly isConstructor: (symbol: number) => boolean;
}

/** Members that override or implement a member of a base type: of the same name, and with the same parameters where overloads are told apart. */
export function overridesOf(file: LinkFile, { program, members, signatures, hasOverloads, isConstructor }: OverrideSource): readonly DerivedEdge[] {
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
    const isMethod = symbols.get(row, SYMBOL.kind) === Kind.method;
    for (const base of members.baseSymbols(owner)) {
      const others = (program.membersOf(base).get(name) ?? []).map((other) => program.canonical(other)).filter((other) => isOverridden(program, member, other, hasOverloads));
      const target = hasOverloads && isMethod ? meant(member, others, signatures, program) : others[0];
      if (target === undefined) continue;
      const isInterface = program.cell(base, SYMBOL.kind) === Kind.interface;
      const [source, overridden] = prepended.has(base) ? [target, member] : [member, target];
      edges.push({ kind: 'overrides', source, target: overridden, confidence: 100, rule: isInterface ? 'overrides.implements' : 'overrides.extends' });
    }
  }
  return edges;
}

/** Of a base's overloads the one whose parameters are written alike, else one whose may be. Another language writes its types otherwise. */
function meant(member: number, others: readonly number[], signatures: Signatures, program: LinkProgram): number | undefined {
  const same = others.length < 2 ? undefined : others.find((other) => signatures.areSame(member, other));
  const { languageId } = program.fileOfSymbol(member);
  return same ?? others.find((other) => program.fileOfSymbol(other).languageId !== languageId || signatures.mayOverride(member, other));
}

function isOverridden(program: LinkProgram, member: number, other: number, hasOverloads: boolean): boolean {
  if (member === other || !OVERRIDABLE.has(program.cell(other, SYMBOL.kind)) || program.hasFlag(other, 'private') || program.hasFlag(other, 'static')) return false;
  const isMethod = program.cell(member, SYMBOL.kind) === Kind.method;
  if (isMethod !== (program.cell(other, SYMBOL.kind) === Kind.method)) return false;
  return !isMethod || !hasOverloads || program.cell(member, SYMBOL.maximumArguments) === program.cell(other, SYMBOL.maximumArguments);
}
