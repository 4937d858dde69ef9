import type { GraphSink } from '@pinata/graph';
import type { CallMarks } from '../assemble-graph/call-marks.js';
import type { LanguageLinker } from '../link/language-linker.js';
import type { Outcome } from '../link/outcome.js';
import type { PackageManifest } from '../link/packages.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import { FamilyConventions } from '../schema/access/family-conventions.js';
import { handedAccesses } from '../schema/access/handed.js';
import { derivedQueries } from '../schema/access/derived-queries.js';
import { iteratedAccesses } from '../schema/access/iterated.js';
import { namedStatements, runStatements } from '../schema/access/named-statements.js';
import { modelAccesses } from '../schema/access/model-access.js';
import { setColumns } from '../schema/access/set-columns.js';
import { statementAccesses } from '../schema/access/statement-access.js';
import { SchemaAssembler } from '../schema/assemble-schema.js';
import type { SchemaFamily } from '../schema/family.js';
import type { AccessSite, SchemaFact } from '../schema/model.js';
import { reconcile } from '../schema/reconcile.js';
import type { Schema } from '../schema/reconcile.js';
import { FileViews } from '../view/file-views.js';
import { WorkflowAssembler } from '../workflows/assemble-workflows.js';
import { allFrameworks } from '../workflows/framework.js';
import type { FrameworkRoutes } from '../workflows/framework.js';
import { SiteMaker } from '../workflows/make-sites.js';
import { Recogniser } from '../workflows/recognise.js';
import type { Site } from '../workflows/sites.js';

/** What one file's code means beyond its links. In stable terms: it depends on the file's facts and recorded look-ups alone. */
export interface FileMeaning {
  readonly sites: readonly Site[];
  readonly accesses: readonly AccessSite[];
  /** Ids of the families for which the file may declare something. */
  readonly families: readonly string[];
}

export interface MeaningOfFile extends FileMeaning {
  readonly file: LinkFile;
}

/** The nodes of files. */
export interface FileNodes {
  fileNode(file: number): number;
  /** Of a file of the repository, with facts or without; -1 for none. */
  nodeOfPath(path: string): number;
}

/** Finds what code means: where work begins, what it does outside itself, and which tables it declares. */
export class MeaningReader {
  private readonly views: FileViews;
  private readonly recogniser: Recogniser;
  private readonly conventions: FamilyConventions;

  constructor(
    private readonly program: LinkProgram,
    linkerOf: (file: LinkFile) => LanguageLinker,
    private readonly keyOf: (symbol: number) => string,
    private readonly families: readonly SchemaFamily[],
    routes: ReadonlyMap<string, FrameworkRoutes>,
  ) {
    this.views = new FileViews(program, linkerOf);
    this.conventions = new FamilyConventions(families);
    this.recogniser = new Recogniser(allFrameworks(), routes, new SiteMaker(keyOf));
  }

  /** Forgets what was read of other files: what one file's meaning asks for is noted as its own. */
  begin(): void {
    this.views.forget();
  }

  /** Makes the tables that look-ups of an earlier scan may ask. */
  prepare(): void {
    this.views.prepare();
  }

  /** Of a file that was linked just now. @param outcomes of each of its references, in order */
  ofFile(file: LinkFile, outcomes: readonly Outcome[], marks: CallMarks): FileMeaning {
    const view = this.views.linked(file, outcomes);
    const families = this.families.filter((family) => family.languages.includes(file.languageId) && family.isCandidate(view)).map(({ id }) => id);
    // What a schema file runs is the schema itself, or its first rows.
    const isSchemaFile = this.families.some((family) => family.isOwnLanguage === true && family.languages.includes(file.languageId));
    const conventions = this.conventions.of(file.languageId);
    const accesses = isSchemaFile ? namedStatements(view) : [...statementAccesses(view, marks, this.keyOf, conventions), ...runStatements(view, marks, this.keyOf), ...modelAccesses(view, marks, this.keyOf, conventions), ...handedAccesses(view, marks, this.keyOf, conventions), ...iteratedAccesses(view, marks, { keyOf: this.keyOf, conventions }), ...setColumns(view, marks, { keyOf: this.keyOf, conventions }), ...derivedQueries(view, { keyOf: this.keyOf, conventions })];
    return { sites: this.recogniser.sitesOf(view, marks, declaredBy(file)), accesses, families };
  }

  /** What all files together declare. @param files in the order of their paths */
  schemaOf(files: readonly MeaningOfFile[]): Schema {
    const read = (family: SchemaFamily, migrated: ReadonlySet<string>): readonly SchemaFact[] => {
      const candidates = files.filter(({ families }) => families.includes(family.id));
      return candidates.length === 0 ? [] : family.read(candidates.map(({ file }) => this.views.of(file)), { program: this.program, viewOf: (file: LinkFile) => this.views.of(file), keyOf: this.keyOf, migrated });
    };
    // What models' tables are called may depend on what migrations make.
    const stated = new Map(this.families.filter(({ isOwnLanguage }) => isOwnLanguage === true).map((family) => [family, read(family, new Set())] as const));
    const migrated = new Set([...stated.values()].flat().flatMap((fact) => (fact.kind === 'operation' && fact.operation === 'createTable' ? [fact.table.name] : [])));
    return reconcile(this.families.flatMap((family) => stated.get(family) ?? read(family, migrated)));
  }
}

/** Makes nodes and edges of what code means; symbols and files have their nodes already. */
export function assembleMeaning(builder: GraphSink, files: readonly MeaningOfFile[], schema: Schema, fileNodes: FileNodes): void {
  const workflows = new WorkflowAssembler(builder, (path) => fileNodes.nodeOfPath(path));
  workflows.assemble(files.map(({ file, sites }) => ({ path: file.path, node: fileNodes.fileNode(file.index), sites, isTest: file.role === 'test' })));
  const nodes = new Map(files.map(({ file }) => [file.path, fileNodes.fileNode(file.index)]));
  new SchemaAssembler(builder, (path) => nodes.get(path) ?? -1).assemble(schema, files.map(({ file, accesses }) => ({ node: fileNodes.fileNode(file.index), accesses, isTest: file.role === 'test' })), workflows.accesses);
}

const NO_PACKAGES: ReadonlySet<string> = new Set();
const declarations = new WeakMap<PackageManifest, ReadonlySet<string>>();

/** Packages that the manifest above a file declares, as `manager:name`; the same set for the same manifest. */
export function declaredBy({ manifest }: LinkFile): ReadonlySet<string> {
  if (manifest === undefined) return NO_PACKAGES;
  const known = declarations.get(manifest);
  if (known !== undefined) return known;
  const fresh = new Set([...manifest.dependencies.keys()].map((name) => `${manifest.manager}:${name}`));
  declarations.set(manifest, fresh);
  return fresh;
}
