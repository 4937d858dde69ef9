import { AmendError, SYMBOL_KINDS } from '@pinata/graph';
import type { EdgeKind, GraphAmender, GraphNode, GraphSink, SymbolKind } from '@pinata/graph';
import { HERITAGE, Heritage, Kind, REFERENCE, Reference, SYMBOL, SymbolFlag } from '../facts/schema.js';
import type { FileLinks } from '../link/file-links.js';
import type { DerivedEdge } from '../link/language-linker.js';
import { EDGE_OF_REFERENCE } from '../link/reference-edges.js';
import { referenceRange } from '../link/reference-place.js';
import type { ExternalPackage, Outcome, Target } from '../link/outcome.js';
import type { PackageManifest } from '../link/packages.js';
import { folderOf } from '../link/packages.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import type { SymbolKeys } from '../link/symbol-keys.js';
import { ExternalAskers } from './external-askers.js';
import { descriptorName } from '../parse/descriptor.js';

/** What the assembler must be told that a program does not know. */
export interface Surroundings {
  readonly repository: string;
  readonly manifests: readonly PackageManifest[];
  readonly manifestOf: (path: string) => PackageManifest | undefined;
  readonly versionOf: (owner: ExternalPackage, file: LinkFile) => string | undefined;
  /** Lines and bytes of a listed file. */
  readonly sizeOf: (path: string) => { readonly lines: number; readonly bytes: number } | undefined;
}

const REPOSITORY_KEY = 'pinata repository . . ';

const VISIBILITIES = (['public', 'protected', 'private', 'internal'] as const).map((name) => ({ name, flag: SymbolFlag[name] }));

/** Turns a linked program into nodes and edges. */
export class GraphAssembler {
  private readonly symbolNodes: Int32Array;
  private readonly fileNodes: Int32Array;
  private readonly places = new Map<string, string>();
  private readonly externals = new Map<string, number>();
  /** Files that are told again, where the rest is there. */
  private again: ReadonlySet<LinkFile> | undefined;
  private wasThere: (key: string) => boolean = () => false;

  /** @param askers who first named the packages outside: of an earlier graph, where one is amended */
  constructor(
    private readonly builder: GraphSink,
    private readonly program: LinkProgram,
    private readonly keys: SymbolKeys,
    private readonly surroundings: Surroundings,
    readonly askers = new ExternalAskers(),
  ) {
    this.symbolNodes = new Int32Array(program.symbolCount).fill(-1);
    this.fileNodes = new Int32Array(program.files.length).fill(-1);
  }

  /** Adds repository, packages, files and symbols. */
  addAll(): void {
    const { program, surroundings } = this;
    this.builder.addNode({ key: REPOSITORY_KEY, kind: 'repository', name: surroundings.repository });
    for (const manifest of surroundings.manifests) this.addPackage(manifest);
    for (const file of program.files) this.addFile(file);
    for (const file of program.files) this.addSymbols(file);
    for (const manifest of surroundings.manifests) this.addDependencies(manifest);
  }

  /**
   * Tells some files and their symbols again; all else is there.
   * @throws AmendError
   */
  addAgain(files: readonly LinkFile[], amender: GraphAmender): void {
    this.again = new Set(files);
    this.wasThere = (key) => amender.wasThere(key);
    for (const { path, index } of this.program.files) {
      const node = amender.fileNumber(path);
      if (node < 0) throw new AmendError(`${path} is new`);
      this.fileNodes[index] = node;
    }
    for (const file of files) {
      const { lines, bytes } = this.surroundings.sizeOf(file.path) ?? {};
      amender.tellFile(this.fileNode(file.index), { role: file.role, language: file.language, ...(lines === undefined ? {} : { lines }), ...(bytes === undefined ? {} : { bytes }) });
    }
    for (const file of files) this.addSymbols(file);
  }

  private packageKey(manifest: PackageManifest): string {
    return `pinata ${manifest.manager} ${manifest.name.replaceAll(' ', '  ')} . `;
  }

  private addPackage(manifest: PackageManifest): string {
    const key = this.packageKey(manifest);
    if (this.builder.nodeNumber(key) >= 0) return key;
    // A path inside a folder asks for the folder's own manifest; the folder itself asks for the one above.
    const above = manifest.folder === '' ? undefined : this.surroundings.manifestOf(manifest.folder);
    const parentKey = above === undefined || above === manifest ? REPOSITORY_KEY : this.addPackage(above);
    const parent = this.builder.nodeNumber(parentKey);
    const node = this.builder.addNode({ key, kind: 'package', name: manifest.statedName ?? (manifest.folder === '' ? this.surroundings.repository : manifest.folder), parentKey, path: manifest.folder, manager: manifest.manager });
    this.contain(parent, node);
    return key;
  }

  private contain(source: number, target: number): void {
    this.builder.addEdge({ source, target, kind: 'contains', resolution: 'exact', confidence: 100, rule: 'contains', file: -1 });
  }

  /** Key of the directory or package that a folder is; adds what is missing. */
  private addFolder(folder: string): string {
    const known = this.places.get(folder);
    if (known !== undefined) return known;
    const manifest = this.surroundings.manifestOf(`${folder === '' ? '' : `${folder}/`}x`);
    let key: string;
    if (manifest?.folder === folder) key = this.packageKey(manifest);
    else if (folder === '') key = REPOSITORY_KEY;
    else {
      const parentKey = this.addFolder(folderOf(folder));
      key = `${this.fileKeyPrefix(manifest)}${this.within(manifest, folder)}`;
      const node = this.builder.addNode({ key, kind: 'directory', name: folder.slice(folder.lastIndexOf('/') + 1), parentKey, path: folder });
      this.contain(this.builder.nodeNumber(parentKey), node);
    }
    this.places.set(folder, key);
    return key;
  }

  /** Files and folders have keys of their own, apart from a language's symbols. */
  private fileKeyPrefix(manifest: PackageManifest | undefined): string {
    return `pinata file ${(manifest?.name ?? '.').replaceAll(' ', '  ')} . `;
  }

  private within(manifest: PackageManifest | undefined, path: string): string {
    const folder = manifest?.folder ?? '';
    const relative = folder === '' ? path : path.slice(folder.length + 1);
    return relative.split('/').map((part) => `${descriptorName(part)}/`).join('');
  }

  private addPath(path: string, extra: Partial<GraphNode>): number {
    const manifest = this.surroundings.manifestOf(path);
    const key = `${this.fileKeyPrefix(manifest)}${this.within(manifest, path)}`;
    const known = this.builder.nodeNumber(key);
    if (known >= 0) return known;
    const parentKey = this.addFolder(folderOf(path));
    const node = this.builder.addNode({ ...extra, key, kind: 'file', name: path.slice(path.lastIndexOf('/') + 1), parentKey, path });
    this.contain(this.builder.nodeNumber(parentKey), node);
    return node;
  }

  private addFile(file: LinkFile): void {
    const size = this.surroundings.sizeOf(file.path);
    this.fileNodes[file.index] = this.addPath(file.path, { role: file.role, language: file.language, ...(size ?? {}) });
  }

  fileNode(file: number): number {
    return this.fileNodes[file] ?? -1;
  }

  /** Node of a file of the repository, with facts or without; -1 where there is none. */
  nodeOfPath(path: string): number {
    const file = this.program.fileByPath.get(path);
    if (file !== undefined) return this.fileNode(file.index);
    return this.program.listed.has(path) ? this.addPath(path, this.surroundings.sizeOf(path) ?? {}) : -1;
  }

  private addSymbols(file: LinkFile): void {
    const { facts, firstSymbol } = file;
    const { symbols } = facts;
    const fileNode = this.fileNode(file.index);
    for (let row = 0; row < symbols.rows; row++) {
      const id = firstSymbol + row;
      const canonical = this.program.canonical(id);
      const parent = this.program.parentOf(canonical);
      const range = { startRow: symbols.get(row, SYMBOL.startRow), startColumn: symbols.get(row, SYMBOL.startColumn), endRow: symbols.get(row, SYMBOL.endRow), endColumn: symbols.get(row, SYMBOL.endColumn) };
      const isFirst = canonical === id;
      if (isFirst) this.addSymbol(file, row, canonical, parent, range);
      if (canonical > id) continue; // it is told where it is first declared
      // What is told later is around nothing yet.
      const around = parent < 0 || parent > id ? fileNode : this.symbolNode(parent);
      const node = this.symbolNode(canonical);
      if (around < 0 || node < 0) throw new AmendError(`${this.keys.of(canonical)} is not there any more`);
      this.builder.addEdge({ source: around, target: node, kind: 'contains', resolution: 'exact', confidence: 100, rule: 'declares', file: fileNode, range });
    }
  }

  private addSymbol(file: LinkFile, row: number, symbol: number, parent: number, range: NonNullable<GraphNode['range']>): void {
    const { symbols } = file.facts;
    const flags = symbols.get(row, SYMBOL.flags);
    const visibility = VISIBILITIES.find(({ flag }) => (flags & flag) !== 0)?.name;
    const parentKey = parent < 0 ? this.builderKeyOfFile(file) : this.keys.of(parent);
    const key = this.keys.of(symbol);
    this.checkAlone(symbol, key);
    this.symbolNodes[symbol] = this.builder.addNode({
      key,
      kind: 'symbol',
      symbolKind: symbolKindOf(symbols.get(row, SYMBOL.kind)),
      name: file.facts.text(symbols.get(row, SYMBOL.name)),
      parentKey,
      path: file.path,
      range,
      role: file.role,
      language: file.language,
      visibility,
      signature: file.facts.text(symbols.get(row, SYMBOL.signature)),
      body: this.bodyOf(file, symbol),
    });
  }

  /** The bodies of all declarations in the file of the first. */
  private bodyOf(file: LinkFile, symbol: number): number | undefined {
    let sum = -1;
    for (const site of this.program.sitesOf(symbol)) {
      const body = this.program.fileOfSymbol(site) === file ? this.program.cell(site, SYMBOL.body) : -1;
      if (body >= 0) sum = sum < 0 ? body : (sum + body) & 0x7fffffff;
    }
    return sum < 0 ? undefined : sum;
  }

  /** What files that are not told again declare too had another key before. */
  private checkAlone(symbol: number, key: string): void {
    const { again, program } = this;
    if (again === undefined || this.wasThere(key)) return;
    if (program.sitesOf(symbol).some((site) => !again.has(program.fileOfSymbol(site)))) throw new AmendError(`${key} is declared elsewhere too`);
  }

  private builderKeyOfFile(file: LinkFile): string {
    const manifest = this.surroundings.manifestOf(file.path);
    return `${this.fileKeyPrefix(manifest)}${this.within(manifest, file.path)}`;
  }

  symbolNode(symbol: number): number {
    const canonical = this.program.canonical(symbol);
    const known = this.symbolNodes[canonical] ?? -1;
    if (known >= 0 || this.again === undefined) return known;
    const node = this.builder.nodeNumber(this.keys.of(canonical));
    this.symbolNodes[canonical] = node;
    return node;
  }

  private externalNode(owner: ExternalPackage, file: LinkFile, isDependency = false): number {
    const id = `${owner.manager} ${owner.name}`;
    const known = this.externals.get(id);
    if (known !== undefined) return known;
    const key = externalKey(owner);
    const isFirst = this.askers.ask(owner, { file: file.index, isDependency });
    const node = isFirst ? this.builder.addNode({ key, kind: 'externalPackage', name: owner.name, parentKey: REPOSITORY_KEY, manager: owner.manager, version: this.surroundings.versionOf(owner, file) }) : this.builder.nodeNumber(key);
    this.externals.set(id, node);
    return node;
  }

  private addDependencies(manifest: PackageManifest): void {
    const source = this.builder.nodeNumber(this.packageKey(manifest));
    const names = new Set(this.surroundings.manifests.map(({ name }) => name));
    for (const name of manifest.dependencies.keys()) {
      const own = `pinata ${manifest.manager} ${name} . `;
      const target = names.has(name) ? this.builder.nodeNumber(own) : this.externalNodeOf(manifest, name);
      if (target >= 0 && target !== source) this.builder.addEdge({ source, target, kind: 'dependsOn', resolution: 'exact', confidence: 100, rule: 'manifest', file: -1 });
    }
  }

  private externalNodeOf(manifest: PackageManifest, name: string): number {
    const file = this.program.files.find((candidate) => candidate.manifest === manifest);
    return file === undefined ? -1 : this.externalNode({ manager: manifest.manager, name }, file, true);
  }

  /** Adds the edges of a file's links. */
  addLinks(file: LinkFile, { drawn, derived }: Pick<FileLinks, 'drawn' | 'derived'>): void {
    for (const { reference, outcome, marks } of drawn) this.addOutcome(file, reference, outcome, marks);
    for (const edge of derived) this.addDerived(file, edge);
  }

  /** Adds the edges of one outcome. */
  private addOutcome(file: LinkFile, reference: number, outcome: Outcome, marks: number): void {
    if (outcome.kind === 'unresolved') return;
    const { references } = file.facts;
    const symbolRow = references.get(reference, REFERENCE.symbol);
    const fileNode = this.fileNode(file.index);
    const owner = symbolRow < 0 ? -1 : this.symbolNode(file.firstSymbol + symbolRow);
    const kind = this.edgeKind(file, reference, outcome);
    const source = owner < 0 || kind === 'imports' ? fileNode : owner;
    const range = referenceRange(file.facts, reference);
    if (outcome.kind === 'external') {
      // What the language's own library gives is counted, not drawn.
      if (outcome.package.manager === 'platform' && kind !== 'imports') return;
      this.builder.addEdge({ source, target: this.externalNode(outcome.package, file), kind, resolution: 'exact', confidence: 100, rule: outcome.rule, file: fileNode, range, marks });
      return;
    }
    const resolution = outcome.confidence === 100 ? 'exact' : 'inferred';
    for (const target of outcome.targets) {
      const node = this.targetNode(target);
      if (node >= 0) this.builder.addEdge({ source, target: node, kind, resolution, confidence: outcome.confidence, rule: outcome.rule, file: fileNode, range, marks });
    }
  }

  private edgeKind(file: LinkFile, reference: number, outcome: Outcome): EdgeKind {
    const { references, heritage } = file.facts;
    if (outcome.kind === 'resolved' && outcome.isConstruction === true) return 'instantiates';
    if (references.get(reference, REFERENCE.kind) !== Reference.heritage) return EDGE_OF_REFERENCE[references.get(reference, REFERENCE.kind)] ?? 'calls';
    const subject = references.get(reference, REFERENCE.subject);
    const stated = heritage.get(subject, HERITAGE.kind);
    if (stated !== Heritage.base) return stated === Heritage.extends ? 'extends' : 'implements';
    // A list that names a base class and interfaces alike: the target tells which it is, or its customary name.
    const isOwnerInterface = this.program.cell(file.firstSymbol + heritage.get(subject, HERITAGE.symbol), SYMBOL.kind) === Kind.interface;
    if (isOwnerInterface || outcome.kind === 'unresolved') return 'extends';
    if (outcome.kind === 'external') return /^I\p{Lu}/u.test(outcome.member.slice(outcome.member.lastIndexOf('.') + 1)) ? 'implements' : 'extends';
    const [target] = outcome.targets;
    return target?.kind === 'symbol' && this.program.cell(target.symbol, SYMBOL.kind) === Kind.interface ? 'implements' : 'extends';
  }

  private targetNode(target: Target): number {
    if (target.kind === 'symbol') return this.symbolNode(target.symbol);
    if (target.kind === 'file') return this.fileNode(target.file);
    const size = this.surroundings.sizeOf(target.path);
    return this.addPath(target.path, size ?? {});
  }

  private addDerived(file: LinkFile, edge: DerivedEdge): void {
    const source = this.symbolNode(edge.source);
    const target = this.symbolNode(edge.target);
    if (source < 0 || target < 0) return;
    const { symbols } = file.facts;
    // Either end may be another file's: what is prepended to a class overrides the class's members.
    const stated = this.program.fileOfSymbol(edge.source) === file ? edge.source : edge.target;
    const row = stated - file.firstSymbol;
    const startRow = symbols.get(row, SYMBOL.nameRow);
    const startColumn = symbols.get(row, SYMBOL.nameColumn);
    const range = { startRow, startColumn, endRow: startRow, endColumn: startColumn + this.program.nameOf(stated).length };
    this.builder.addEdge({ source, target, kind: edge.kind, resolution: edge.confidence === 100 ? 'exact' : 'inferred', confidence: edge.confidence, rule: edge.rule, file: this.fileNode(file.index), range });
  }
}

/** Key of a package outside. */
export function externalKey({ manager, name }: ExternalPackage): string {
  return `pinata ${manager} ${name.replaceAll(' ', '  ')} . `;
}

function symbolKindOf(number: number): SymbolKind {
  return SYMBOL_KINDS[number] ?? 'variable';
}
