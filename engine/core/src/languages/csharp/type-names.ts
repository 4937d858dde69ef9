import { Kind, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { LocalNames } from './local-names.js';
import { PackageNames } from './package-names.js';
import type { TypeIndex } from './type-index.js';
import { ATTRIBUTE } from './type-index.js';

/** What a type's name stands for. */
export type TypeName =
  | { readonly kind: 'types'; readonly symbols: readonly number[] }
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'typeParameter'; readonly local: number }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string }
  | { readonly kind: 'none' };

/** A name with nothing about it that is not part of it. */
const PLAIN_NAME = /^[\w.]+$/;
const CONTEXT_DEPTH = 64;

/** What stands around a place in a file. */
export interface Surroundings {
  /** Types, innermost first. */
  readonly types: readonly number[];
  /** Full name of the namespace, '' for the global one. */
  readonly namespace: string;
}

/** Resolves type names as C# does: type parameters, nested types, namespaces from the inside out, usings, aliases. */
export class TypeNames {
  private readonly program: LinkProgram;
  readonly locals: LocalNames;
  readonly packages: PackageNames;
  /** By the place in a file and the name with the number of its type arguments. */
  private readonly answers = new Map<Surroundings, Map<string, TypeName>>();
  /** By the innermost namespace or type. */
  private readonly surroundings = new Map<number, Surroundings>();
  /** Namespaces that a file's usings open, in their order. */
  private readonly opened = new Map<Surroundings, ReadonlySet<string>>();
  /** Bases of a type, asked for when a nested type may be inherited. */
  basesOf: (symbol: number) => readonly number[] = () => [];

  constructor(private readonly index: TypeIndex) {
    this.program = index.program;
    this.locals = new LocalNames(this.program);
    this.packages = new PackageNames(index);
    this.program.forgets(this.answers, this.surroundings, this.opened);
  }

  forgetAnswers(): void {
    this.answers.clear();
  }

  /** Symbol rows around a scope, innermost first. */
  contextOf(file: LinkFile, scope: number): number[] {
    return this.contextFrom(file, scope < 0 ? -1 : file.facts.scopes.get(scope, SCOPE.symbol));
  }

  private contextFrom(file: LinkFile, innermost: number): number[] {
    const { symbols } = file.facts;
    const found: number[] = [];
    for (let row = innermost; row >= 0 && found.length < CONTEXT_DEPTH; row = symbols.get(row, SYMBOL.parent)) found.push(row);
    return found;
  }

  surroundingsOf(file: LinkFile, scope: number): Surroundings {
    const { symbols } = file.facts;
    let innermost = scope < 0 ? -1 : file.facts.scopes.get(scope, SCOPE.symbol);
    while (innermost >= 0 && !isAround(symbols.get(innermost, SYMBOL.kind))) innermost = symbols.get(innermost, SYMBOL.parent);
    const place = innermost < 0 ? -1 - file.index : file.firstSymbol + innermost;
    const known = this.surroundings.get(place);
    if (known !== undefined) return known;
    const context = this.contextFrom(file, innermost);
    const canonical = (row: number): number => this.program.canonical(file.firstSymbol + row);
    const namespace = context.find((row) => symbols.get(row, SYMBOL.kind) === Kind.namespace);
    const found: Surroundings = {
      types: context.filter((row) => isType(symbols.get(row, SYMBOL.kind))).map(canonical),
      namespace: namespace === undefined ? '' : this.index.fullName(canonical(namespace)),
    };
    this.surroundings.set(place, found);
    return found;
  }

  /** Full name of the namespace around a scope, '' for the global one. */
  namespaceOf(file: LinkFile, scope: number): string {
    return this.surroundingsOf(file, scope).namespace;
  }

  /** Types around a scope, innermost first. */
  typesAround(file: LinkFile, scope: number): readonly number[] {
    return this.surroundingsOf(file, scope).types;
  }

  /** @param written as in the source, type arguments included: `A.B.C<int>` */
  resolve(file: LinkFile, scope: number, written: string, arity: number): TypeName {
    const name = PLAIN_NAME.test(written) ? written : written.replaceAll(/\s+/g, '').replace(/<.*$/s, '').replace(/^global::/, '').replace(/\?$/, '');
    const parameter = name.includes('.') ? undefined : this.locals.typeParameter(file, scope, name);
    if (parameter !== undefined) return { kind: 'typeParameter', local: parameter };
    const surroundings = this.surroundingsOf(file, scope);
    let answers = this.answers.get(surroundings);
    if (answers === undefined) {
      answers = new Map();
      this.answers.set(surroundings, answers);
    }
    const key = arity > 0 ? `${name}\`${arity}` : name;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = this.find(file, scope, name, arity);
    answers.set(key, answer);
    return answer;
  }

  private find(file: LinkFile, scope: number, name: string, arity: number): TypeName {
    const suffix = arity > 0 ? `\`${arity}` : '';
    const [head = name, ...rest] = name.includes('.') ? name.split('.') : [name];
    const direct = this.findSimple(file, scope, head, rest.length === 0 ? suffix : '');
    if (rest.length === 0) return direct.kind === 'none' ? this.attribute(file, scope, head) : direct;
    if (direct.kind === 'types') return this.nested(direct.symbols, rest, suffix);
    if (direct.kind === 'external') return { ...direct, path: `${direct.path}.${rest.join('.')}` };
    const spelled = direct.kind === 'namespace' ? this.spelled(rest, suffix, (one) => this.index.typesNamed(`${direct.name}.${one}`, file)) : [];
    const qualified = spelled.length > 0 ? spelled : this.spelled([head, ...rest], suffix, (one) => this.inNamespaces(file, this.namespaceOf(file, scope), one));
    return qualified.length > 0 ? { kind: 'types', symbols: qualified } : this.packages.external(file, name);
  }

  /** A type that names spell out, or one inside a type that the first of them spell out. */
  private spelled(names: readonly string[], suffix: string, typesNamed: (name: string) => readonly number[]): readonly number[] {
    const found = typesNamed(`${names.join('.')}${suffix}`);
    if (found.length > 0) return found;
    for (let split = names.length - 1; split > 0; split--) {
      const outer = typesNamed(names.slice(0, split).join('.'));
      if (outer.length === 0) continue;
      const nested = this.nested(outer, names.slice(split), suffix);
      if (nested.kind === 'types') return nested.symbols;
    }
    return [];
  }

  private nested(symbols: readonly number[], names: readonly string[], suffix: string): TypeName {
    let found = symbols;
    names.forEach((name, at) => {
      const wanted = `${name}${at === names.length - 1 ? suffix : ''}`;
      found = found.flatMap((symbol) => this.nestedTypes(symbol, wanted));
    });
    return found.length > 0 ? { kind: 'types', symbols: [...new Set(found)] } : { kind: 'none' };
  }

  private nestedTypes(symbol: number, wanted: string): number[] {
    const [name = wanted, arity = '0'] = wanted.split('`');
    if (!this.index.isNested(wanted)) return [];
    const owners = this.index.ownersOf(wanted);
    for (const owner of [symbol, ...this.basesOf(symbol)]) {
      if (!owners.has(this.index.fullName(owner))) continue;
      const types = (this.program.membersOf(owner).get(name) ?? []).filter((member) => isType(this.program.cell(member, SYMBOL.kind)) && this.program.cell(member, SYMBOL.typeParameters) === Number(arity));
      if (types.length > 0) return types.map((type) => this.program.canonical(type));
    }
    return [];
  }

  private findSimple(file: LinkFile, scope: number, name: string, suffix: string): TypeName {
    // Most names are of libraries: what no file declares is sought in no type and no namespace.
    const whole = `${name}${suffix}`;
    const owners = this.index.ownersOf(whole);
    const isDeclared = owners.size > 0;
    const isNested = this.index.isNested(whole);
    for (const type of isNested ? this.typesAround(file, scope) : []) {
      const nested = this.nestedTypes(type, whole);
      if (nested.length > 0) return { kind: 'types', symbols: nested };
    }
    const usings = this.index.usings(file);
    const inside = isDeclared ? this.inNamespaces(file, this.namespaceOf(file, scope), whole, owners) : [];
    if (inside.length > 0) return { kind: 'types', symbols: inside };
    const alias = usings.aliases.get(name);
    if (alias !== undefined) return this.aliased(file, scope, alias);
    const imported = new Set<number>();
    const opened = isDeclared ? this.openedNamespaces(file, scope, usings.namespaces) : owners;
    for (const namespace of owners.size === 1 ? owners : opened) {
      if (!owners.has(namespace) || !opened.has(namespace)) continue;
      for (const symbol of this.index.typesNamed(`${namespace}.${whole}`, file)) imported.add(symbol);
    }
    for (const type of isNested ? usings.statics : []) {
      for (const owner of this.index.typesNamed(type.replace(/<.*$/, ''), file)) for (const nested of this.nestedTypes(owner, whole)) imported.add(nested);
    }
    if (imported.size > 0) return { kind: 'types', symbols: [...imported] };
    const namespace = this.namespaceNamed(file, scope, name);
    if (namespace !== undefined) return { kind: 'namespace', name: namespace };
    return { kind: 'none' };
  }

  private aliased(file: LinkFile, scope: number, target: string): TypeName {
    const arity = target.includes('<') ? target.slice(target.indexOf('<')).split(',').length : 0;
    const name = target.replace(/<.*$/, '');
    const whole = `${name}${arity > 0 ? `\`${arity}` : ''}`;
    const found = this.index.typesNamed(whole, file);
    if (found.length > 0) return { kind: 'types', symbols: found };
    if (this.index.hasNamespace(name)) return { kind: 'namespace', name };
    // An alias that stands inside of a namespace may leave that out.
    const inside = this.inNamespaces(file, this.namespaceOf(file, scope), whole);
    if (inside.length > 0) return { kind: 'types', symbols: inside };
    return this.packages.external(file, name);
  }

  /** What the usings name, as far as the repository declares types there; `using Models;` inside `namespace Shop` may mean Shop.Models. */
  private openedNamespaces(file: LinkFile, scope: number, namespaces: readonly string[]): ReadonlySet<string> {
    const surroundings = this.surroundingsOf(file, scope);
    const known = this.opened.get(surroundings);
    if (known !== undefined) return known;
    const relative = namespaces.map((namespace) => this.namespaceWithin(surroundings.namespace, namespace) ?? '');
    const found = new Set([...namespaces, ...relative].filter((namespace) => this.index.declaresTypes(namespace)));
    this.opened.set(surroundings, found);
    return found;
  }

  /** @param owners where types of the name stand, if that is known */
  private inNamespaces(file: LinkFile, innermost: string, name: string, owners?: ReadonlySet<string>): readonly number[] {
    for (let namespace = innermost; ; namespace = namespace.slice(0, Math.max(0, namespace.lastIndexOf('.')))) {
      const isSought = owners?.has(namespace) ?? true;
      const found = isSought ? this.index.typesNamed(namespace === '' ? name : `${namespace}.${name}`, file) : [];
      if (found.length > 0) return found;
      if (namespace === '') return [];
    }
  }

  /** The namespace that a name means inside the namespaces around it, or undefined. */
  private namespaceNamed(file: LinkFile, scope: number, name: string): string | undefined {
    if (!this.index.endsNamespace(name)) return undefined;
    return this.namespaceAt(file, scope, name);
  }

  /** What a name of a namespace means at a place, or undefined. */
  namespaceAt(file: LinkFile, scope: number, name: string): string | undefined {
    return this.namespaceWithin(this.namespaceOf(file, scope), name);
  }

  /** What a name of a namespace means inside another one and those around it, or undefined. */
  private namespaceWithin(innermost: string, name: string): string | undefined {
    for (let namespace = innermost; ; namespace = namespace.slice(0, Math.max(0, namespace.lastIndexOf('.')))) {
      const full = namespace === '' ? name : `${namespace}.${name}`;
      if (this.index.hasNamespace(full)) return full;
      if (namespace === '') return undefined;
    }
  }

  /** `[Route]` is RouteAttribute. */
  private attribute(file: LinkFile, scope: number, name: string): TypeName {
    const { aliases } = this.index.usings(file);
    if (this.index.isAttribute(name) || (aliases.size > 0 && !name.endsWith(ATTRIBUTE) && aliases.has(`${name}${ATTRIBUTE}`))) {
      const found = this.findSimple(file, scope, `${name}${ATTRIBUTE}`, '');
      if (found.kind === 'types') return found;
    }
    return this.packages.external(file, name);
  }
}

export function isType(kind: number): boolean {
  return kind === Kind.class || kind === Kind.struct || kind === Kind.record || kind === Kind.interface || kind === Kind.enum || kind === Kind.delegate;
}

function isAround(kind: number): boolean {
  return kind === Kind.namespace || isType(kind);
}
