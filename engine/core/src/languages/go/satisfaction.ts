import { Kind, SYMBOL } from '../../facts/schema.js';
import type { DerivedEdge } from '../../link/language-linker.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Evaluator } from '../../link/semantics/evaluator.js';
import type { GoPackages } from './go-packages.js';
import { signatureTypes } from './signature.js';

/** How sure it is that a type whose methods have an interface's signatures is meant to be one. */
const SAME_SIGNATURES = 95;
/** The interface embeds others that lie outside the repository, whose methods are not known. */
const PARTLY_KNOWN = 70;
const DEPTH = 8;

/** An interface with the methods that it asks for. */
interface Interface {
  readonly symbol: number;
  readonly methods: ReadonlyMap<string, number>;
  readonly isPartlyKnown: boolean;
}

/** Finds which types have the methods that an interface asks for: Go states it nowhere. */
export class Satisfaction {
  private edges: ReadonlyMap<number, readonly DerivedEdge[]> | undefined;
  private readonly program: LinkProgram;
  private readonly noteEdges: (path: string) => void;

  constructor(
    private readonly evaluator: Evaluator,
    private readonly packages: GoPackages,
  ) {
    this.program = evaluator.program;
    this.noteEdges = this.program.lookups.open('go satisfaction', (path) => this.describeEdges(path));
  }

  /** Compares all types with all interfaces, before anything else is concluded. */
  prepare(): void {
    this.edges ??= this.program.aside(() => this.find());
  }

  private describeEdges(path: string): string {
    const file = this.program.fileByPath.get(path);
    return file === undefined ? '' : this.edgesOf(file).map(({ kind, source, target, confidence }) => `${kind} ${source - file.firstSymbol} ${this.program.describe(target)} ${confidence}`).join('\n');
  }

  /** Edges of the types and methods that a file declares. */
  of(file: LinkFile): readonly DerivedEdge[] {
    this.noteEdges(file.path);
    return this.edgesOf(file);
  }

  private edgesOf(file: LinkFile): readonly DerivedEdge[] {
    this.prepare();
    const found: DerivedEdge[] = [];
    for (let row = 0; row < file.facts.symbols.rows; row++) found.push(...(this.edges?.get(file.firstSymbol + row) ?? []));
    return found;
  }

  private find(): ReadonlyMap<number, readonly DerivedEdge[]> {
    const edges = new Map<number, DerivedEdge[]>();
    const { interfaces, types } = this.declared();
    const byMethod = new Map<string, Interface[]>();
    for (const each of interfaces) {
      // Any one of its methods finds the types that may be one.
      const [name = ''] = [...each.methods.keys()].sort();
      byMethod.set(name, [...(byMethod.get(name) ?? []), each]);
    }
    for (const type of types) {
      const methods = this.methodSet(type);
      for (const name of methods.keys()) {
        for (const wanted of byMethod.get(name) ?? []) this.compare(type, methods, wanted, edges);
      }
    }
    return edges;
  }

  private declared(): { readonly interfaces: readonly Interface[]; readonly types: readonly number[] } {
    const interfaces: Interface[] = [];
    const types: number[] = [];
    for (const package_ of this.packages.all) {
      for (const symbol of [...package_.members.values()].flat()) {
        const kind = this.program.cell(symbol, SYMBOL.kind);
        if (kind === Kind.struct) types.push(symbol);
        else if (kind === Kind.interface) {
          const { methods, isPartlyKnown } = this.asked(symbol, 0);
          if (methods.size > 0) interfaces.push({ symbol, methods, isPartlyKnown });
        }
      }
    }
    return { interfaces, types };
  }

  /** Methods that an interface asks for, those of embedded ones included. */
  private asked(symbol: number, depth: number): { readonly methods: ReadonlyMap<string, number>; readonly isPartlyKnown: boolean } {
    const methods = new Map<string, number>();
    let isPartlyKnown = false;
    for (const child of this.program.childrenOf(symbol)) if (this.program.cell(child, SYMBOL.kind) === Kind.method) methods.set(this.program.nameOf(child), child);
    for (const base of this.evaluator.members.basesOf(symbol)) {
      if (base.kind !== 'instance' || depth > DEPTH) isPartlyKnown ||= base.kind !== 'external' || base.path !== 'any';
      else {
        const embedded = this.asked(base.symbol, depth + 1);
        isPartlyKnown ||= embedded.isPartlyKnown;
        for (const [name, method] of embedded.methods) if (!methods.has(name)) methods.set(name, method);
      }
    }
    return { methods, isPartlyKnown };
  }

  /** Methods of a type, with those that embedded types lend it; an own method hides theirs. */
  private methodSet(symbol: number, depth = 0): ReadonlyMap<string, number> {
    const methods = new Map<string, number>();
    for (const child of this.program.childrenOf(symbol)) if (this.program.cell(child, SYMBOL.kind) === Kind.method) methods.set(this.program.nameOf(child), child);
    if (depth > DEPTH) return methods;
    for (const base of this.evaluator.members.basesOf(symbol)) {
      if (base.kind !== 'instance' || base.symbol === symbol) continue;
      for (const [name, method] of this.methodSet(base.symbol, depth + 1)) if (!methods.has(name)) methods.set(name, method);
    }
    return methods;
  }

  private compare(type: number, methods: ReadonlyMap<string, number>, wanted: Interface, edges: Map<number, DerivedEdge[]>): void {
    const pairs: (readonly [number, number])[] = [];
    for (const [name, asked] of wanted.methods) {
      const method = methods.get(name);
      if (method === undefined || (method !== asked && !this.isSame(method, asked))) return;
      if (method !== asked) pairs.push([method, asked]);
    }
    const confidence = wanted.isPartlyKnown ? PARTLY_KNOWN : SAME_SIGNATURES;
    add(edges, { kind: 'implements', source: type, target: wanted.symbol, confidence, rule: 'structural' });
    for (const [method, asked] of pairs) {
      const isFromInterface = this.program.cell(this.program.parentOf(method), SYMBOL.kind) === Kind.interface;
      if (!isFromInterface) add(edges, { kind: 'overrides', source: method, target: asked, confidence, rule: 'overrides.structural' });
    }
  }

  /** Whether two methods take and give the same types; a name that begins small is its package's own. */
  private isSame(method: number, asked: number): boolean {
    const name = this.program.nameOf(method);
    if (!/^\p{Lu}/u.test(name) && this.packages.of(this.program.fileOfSymbol(method)) !== this.packages.of(this.program.fileOfSymbol(asked))) return false;
    const [own, other] = [this.signature(method), this.signature(asked)];
    if (own === undefined || other === undefined) return this.program.cell(method, SYMBOL.maximumArguments) === this.program.cell(asked, SYMBOL.maximumArguments);
    return own.length === other.length && own.every((type, index) => type === other[index]);
  }

  private signature(method: number): readonly string[] | undefined {
    return signatureTypes(this.program.fileOfSymbol(method).facts.text(this.program.cell(method, SYMBOL.signature)), this.program.nameOf(method));
  }
}

function add(edges: Map<number, DerivedEdge[]>, edge: DerivedEdge): void {
  const known = edges.get(edge.source);
  if (known === undefined) edges.set(edge.source, [edge]);
  else if (!known.some(({ kind, target }) => kind === edge.kind && target === edge.target)) known.push(edge);
}
