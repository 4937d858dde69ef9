import { EXPRESSION, Kind, REFERENCE, Reference, SYMBOL } from '../../facts/schema.js';
import type { LanguageLinker, LanguageProject, OpenProject, ProjectSource } from '../../link/language-linker.js';
import type { Outcome } from '../../link/outcome.js';
import { exact, external, inferred, unresolved } from '../../link/outcome.js';
import { pathPrefix } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { SemanticLinker } from '../../link/semantics/index.js';
import { adoptMembers } from '../generic/adopt-members.js';
import { CargoPackages } from './cargo.js';
import { ModuleTree } from './module-tree.js';
import { PLATFORM_MACROS, RUST } from './prelude.js';
import { RustHooks, pathParts } from './rust-hooks.js';

/** How sure it is that a macro's name means the only one of its package: macros are seen by the order of the text. */
const MACRO = 80;
/** Root files that no manifest needs to name. */
const ROOTS = /(?:^|\/)(?:build\.rs|(?:tests|examples|benches|src\/bin)\/[^/]+\.rs)$/;

class RustLinker extends SemanticLinker {
  private readonly rust: RustHooks;
  private readonly macros = new Map<string, number[]>();

  constructor(
    program: LinkProgram,
    private readonly packages: CargoPackages,
  ) {
    const stated = new Set(packages.all.flatMap(({ library, roots }) => [library, ...roots]));
    const tree = new ModuleTree(program, (path) => stated.has(path) || ROOTS.test(path));
    const hooks = new RustHooks(program, packages, tree, () => this.evaluator);
    super(program, hooks);
    this.rust = hooks;
    const files = program.files.filter(({ languageId }) => languageId === 'rust');
    for (const file of files) this.readFile(file);
    adoptMembers(program, 'rust', this.evaluator);
  }

  private readFile(file: LinkFile): void {
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      if (!isMacro(file, row)) continue;
      const name = file.facts.text(symbols.get(row, SYMBOL.name));
      this.macros.set(name, [...(this.macros.get(name) ?? []), this.program.canonical(file.firstSymbol + row)]);
    }
  }

  override link(file: LinkFile, reference: number): Outcome {
    const { references, expressions } = file.facts;
    if (references.get(reference, REFERENCE.kind) !== Reference.taggedTemplate) return this.constructing(super.link(file, reference), references.get(reference, REFERENCE.kind));
    const operand = expressions.get(references.get(reference, REFERENCE.subject), EXPRESSION.operand);
    return this.macroOutcome(file, expressions.get(operand, EXPRESSION.scope), file.facts.text(expressions.get(operand, EXPRESSION.name)));
  }

  /** A variant that is called makes a value. */
  private constructing(outcome: Outcome, kind: number): Outcome {
    const target = outcome.kind === 'resolved' && kind === Reference.call ? outcome.targets[0] : undefined;
    const isVariant = target?.kind === 'symbol' && this.program.cell(target.symbol, SYMBOL.kind) === Kind.enumMember;
    return isVariant && outcome.kind === 'resolved' ? { ...outcome, isConstruction: true } : outcome;
  }

  private macroOutcome(file: LinkFile, scope: number, written: string): Outcome {
    const rule = 'call.macro';
    const parts = pathParts(written);
    const name = parts[parts.length - 1] ?? '';
    const known = this.macros.get(name) ?? [];
    const entity = parts.length > 1 ? this.rust.path(file, scope, parts, 'call') : this.evaluator.resolveText(file, scope, name, 'call');
    const found = entity.kind === 'symbols' ? entity.symbols.find((symbol) => known.includes(symbol)) : undefined;
    if (found !== undefined) return exact({ kind: 'symbol', symbol: found }, rule);
    if (entity.kind === 'external') return external(entity.package, `${entity.path}!`, rule);
    if (PLATFORM_MACROS.has(name)) return external(RUST, `${name}!`, rule);
    const package_ = this.packages.of(file.path);
    const [only, ...more] = known.filter((symbol) => this.packages.of(this.program.fileOfSymbol(symbol).path) === package_);
    if (only === undefined) return unresolved('nameNotFound');
    return more.length > 0 ? unresolved('ambiguous') : inferred([{ kind: 'symbol', symbol: only }], MACRO, rule);
  }
}

function isMacro(file: LinkFile, row: number): boolean {
  const { symbols } = file.facts;
  return symbols.get(row, SYMBOL.kind) === Kind.function && file.facts.text(symbols.get(row, SYMBOL.signature)).startsWith('macro_rules!');
}

class RustLanguageProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly packages: CargoPackages;

  constructor(source: ProjectSource) {
    this.packages = new CargoPackages(source);
    this.manifests = this.packages.all.map(({ manifest }) => manifest);
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.packages.of(file)?.manifest;
  }

  /** Symbols are named by their package and the file in it. */
  keyPrefix(file: string, manifest: PackageManifest | undefined): string {
    return pathPrefix('cargo', file, manifest);
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    return this.packages.versionOf(name, manifest);
  }

  createLinker(program: LinkProgram): LanguageLinker {
    return new RustLinker(program, this.packages);
  }

  close(): void {
    // Nothing lies outside the process.
  }
}

export const openProject: OpenProject = (source) => new RustLanguageProject(source);
