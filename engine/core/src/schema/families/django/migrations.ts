import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { OperationFact, Place } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf } from '../sql/family.js';
import { textGroups } from './fields.js';
import type { MigratedField, MigratedIndex, MigratedModel } from './migrated-models.js';
import { MigratedModels } from './migrated-models.js';
import type { ModelNames } from './model-names.js';

const MIGRATION_FILE = /^(?:(.*)\/)?migrations\/([^/]+)\.py$/;

/** Whether a file may hold a migration of Django's. */
export function isMigrationFile(view: FileView): boolean {
  return MIGRATION_FILE.test(view.file.path) && view.facts.indexOf('Migration') >= 0 && view.facts.indexOf('operations') >= 0;
}

interface Migration {
  /** Label of the application and name of the file: `shop.0001_initial`. */
  readonly id: string;
  readonly app: string;
  readonly one: ClassView;
  readonly dependencies: readonly string[];
  readonly replaces: readonly string[];
}

export interface MigrationsRead {
  readonly models: MigratedModels;
  /** What statements of SQL change. */
  readonly operations: readonly OperationFact[];
  /** Labels of the applications that have migrations. */
  readonly apps: ReadonlySet<string>;
}

/** Runs migrations upon models, as Django does itself: docs.djangoproject.com/en/stable/ref/migration-operations. */
export function readMigrations(views: readonly FileView[], names: ModelNames, context: SchemaContext): MigrationsRead {
  const migrations = views.flatMap((view) => migrationOf(view, names, context) ?? []);
  const models = new MigratedModels(names);
  const operations: OperationFact[] = [];
  inOrder(migrations).forEach((migration, index) => {
    const order = String(index).padStart(6, '0');
    new Runner(migration, models, (sql, place) => operations.push(...statementsOf(sql).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'django', place, order))))).run(memberValue(migration.one, 'operations'));
  });
  return { models, operations, apps: new Set(migrations.map(({ app }) => app.toLowerCase())) };
}

function migrationOf(view: FileView, names: ModelNames, context: SchemaContext): Migration | undefined {
  const [, folder = '', name = ''] = MIGRATION_FILE.exec(view.file.path) ?? [];
  const one = classesOf(view, context).find((candidate) => candidate.name === 'Migration');
  if (one === undefined) return undefined;
  const app = names.labelOfFolder(folder);
  const idsIn = (member: string): readonly string[] => pairsIn(view, memberValue(one, member)).map((pair) => pair.join('.').toLowerCase());
  return { id: `${app}.${name}`.toLowerCase(), app, one, dependencies: idsIn('dependencies'), replaces: idsIn('replaces') };
}

function memberValue(one: ClassView, name: string): number {
  return one.members().find((member) => member.name === name)?.value ?? -1;
}

/** `[("shop", "0001_initial"), …]`; what is no pair of texts is left out. */
function pairsIn(view: FileView, row: number): readonly (readonly string[])[] {
  return (row < 0 ? [] : view.arguments(row)).map(({ value }) => view.arguments(value).flatMap((part) => view.text(part.value) ?? [])).filter((pair) => pair.length === 2);
}

/** Each after what it depends on. One that replaces others stands in for them where one of them is gone, else they say the same. */
function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  const known = new Set(migrations.map(({ id }) => id));
  const squashed = (migration: Migration): boolean => migration.replaces.length > 0 && migration.replaces.every((id) => known.has(id));
  const standIns = new Map(migrations.flatMap((migration) => (squashed(migration) ? [[migration.id, migration.replaces] as const] : migration.replaces.map((id) => [id, [migration.id]] as const))));
  const replaced = new Set(migrations.flatMap((migration) => (squashed(migration) ? [] : migration.replaces)));
  const byId = new Map(migrations.map((migration) => [migration.id, migration]));
  const found: Migration[] = [];
  const asked = new Set<string>();
  // What is open waits for what it depends on; chains of thousands are no deeper than a list.
  const open: { readonly id: string; readonly isReady: boolean }[] = [...known].sort().reverse().map((id) => ({ id, isReady: false }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { id, isReady } = next;
    const migration = byId.get(id);
    if (isReady) {
      if (migration !== undefined && !squashed(migration) && !replaced.has(id)) found.push(migration);
      continue;
    }
    if (asked.has(id)) continue;
    asked.add(id);
    open.push({ id, isReady: true });
    const before = [...(standIns.get(id) ?? []), ...(migration?.dependencies ?? [])];
    for (const other of before.reverse()) open.push({ id: other, isReady: false });
  }
  return found;
}

/** Applies the operations of one migration. */
class Runner {
  private readonly view: FileView;
  /** Lists whose operations are being applied: one may name itself. */
  private readonly open = new Set<number>();

  constructor(
    private readonly migration: Migration,
    private readonly models: MigratedModels,
    private readonly sql: (text: string, place: Place) => void,
  ) {
    this.view = migration.one.view;
  }

  run(operations: number): void {
    const listed = this.stated(operations);
    if (listed < 0 || this.open.has(listed)) return;
    this.open.add(listed);
    for (const { value } of this.view.arguments(listed)) this.apply(value);
    this.open.delete(listed);
  }

  /** The list that a name stands for: of the class, or of the module. */
  private stated(row: number): number {
    if (this.view.kind(row) !== Expression.name) return row;
    const member = memberValue(this.migration.one, this.view.name(row));
    return member >= 0 ? member : this.view.initialiser(row);
  }

  private text(call: number, keyword: string, position: number): string | undefined {
    return this.view.text(this.at(call, keyword, position));
  }

  private at(call: number, keyword: string, position: number): number {
    const named = this.view.argument(call, keyword);
    return named >= 0 ? named : this.view.argument(call, position);
  }

  private model(call: number, keyword = 'model_name'): MigratedModel | undefined {
    const name = this.text(call, keyword, 0);
    return name === undefined ? undefined : this.models.get(this.migration.app, name);
  }

  private apply(call: number): void {
    const { view } = this;
    switch (view.name(call)) {
      case 'CreateModel':
        this.create(call);
        return;
      case 'DeleteModel':
        this.models.delete(this.migration.app, this.text(call, 'name', 0) ?? '');
        return;
      case 'RenameModel':
        this.models.rename(this.migration.app, this.text(call, 'old_name', 0) ?? '', this.text(call, 'new_name', 1) ?? '');
        return;
      case 'AlterModelTable': {
        const model = this.model(call, 'name');
        const table = this.text(call, 'table', 1);
        if (model !== undefined) model.table = table === 'None' ? undefined : table;
        return;
      }
      case 'AlterModelOptions': {
        const model = this.model(call, 'name');
        if (model !== undefined) this.options(model, this.at(call, 'options', 1));
        return;
      }
      case 'AlterUniqueTogether': {
        const model = this.model(call, 'name');
        if (model !== undefined) model.unique = textGroups(view, this.at(call, 'unique_together', 1));
        return;
      }
      case 'AddField':
      case 'AlterField': {
        const name = this.text(call, 'name', 1);
        if (name !== undefined) this.model(call)?.fields.set(name, this.field(this.at(call, 'field', 2)));
        return;
      }
      case 'RemoveField':
        this.model(call)?.fields.delete(this.text(call, 'name', 1) ?? '');
        return;
      case 'RenameField':
        this.model(call)?.renameField(this.text(call, 'old_name', 1) ?? '', this.text(call, 'new_name', 2) ?? '');
        return;
      case 'AddIndex':
      case 'AddIndexConcurrently':
        this.addIndex(this.model(call), this.at(call, 'index', 1));
        return;
      case 'AddConstraint':
        this.addIndex(this.model(call), this.at(call, 'constraint', 1));
        return;
      case 'RemoveIndex':
      case 'RemoveIndexConcurrently':
      case 'RemoveConstraint':
        this.model(call)?.indexes.delete(this.text(call, 'name', 1) ?? '');
        return;
      case 'SeparateDatabaseAndState':
        this.run(this.at(call, 'state_operations', 1));
        return;
      case 'RunSQL':
        for (const text of view.texts(this.at(call, 'sql', 0))) this.sql(text, { path: view.file.path, range: view.place(call) });
    }
  }

  private create(call: number): void {
    const name = this.text(call, 'name', 0);
    if (name === undefined) return;
    const model = this.models.create(this.migration.app, name, { path: this.view.file.path, range: this.view.place(call) });
    const fields = this.at(call, 'fields', 1);
    for (const { value } of fields < 0 ? [] : this.view.arguments(fields)) {
      const field = this.view.text(this.view.argument(value, 0));
      if (field !== undefined) model.fields.set(field, this.field(this.view.argument(value, 1)));
    }
    this.options(model, this.at(call, 'options', 2));
  }

  /** An options that is not said again stays as it is, as Django leaves those that concern the database. */
  private options(model: MigratedModel, row: number): void {
    if (row < 0) return;
    const { view } = this;
    const text = (name: string): string | undefined => view.text(view.argument(row, name));
    model.table = text('db_table') ?? model.table;
    if (text('proxy') === 'True' || text('managed') === 'False') model.hasTable = false;
    else if (text('managed') === 'True') model.hasTable = true;
    const unique = view.argument(row, 'unique_together');
    if (unique >= 0) model.unique = textGroups(view, unique);
    for (const name of ['indexes', 'constraints']) {
      const listed = view.argument(row, name);
      for (const { value } of listed < 0 ? [] : view.arguments(listed)) this.addIndex(model, value);
    }
  }

  private field(call: number): MigratedField {
    const { view } = this;
    return { one: this.migration.one, call, place: { path: view.file.path, range: view.place(call) }, target: this.models.targetOf(this.migration.app, view, call) };
  }

  private addIndex(model: MigratedModel | undefined, call: number): void {
    const index = indexOf(this.view, call);
    if (index !== undefined) model?.indexes.set(index.name, index);
  }
}

/** `models.Index(fields=[…], name=…)` or `models.UniqueConstraint`; one of expressions, or of some rows, says nothing of columns. */
function indexOf(view: FileView, call: number): MigratedIndex | undefined {
  const kind = view.name(call);
  const name = view.text(view.argument(call, 'name'));
  if ((kind !== 'Index' && kind !== 'UniqueConstraint') || name === undefined || view.argument(call, 'condition') >= 0) return undefined;
  const fields = view.texts(view.argument(call, 'fields')).map((field) => field.replace(/^-/, ''));
  return fields.length === 0 ? undefined : { name, fields, isUnique: kind === 'UniqueConstraint' };
}
