import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import { outsidePath } from '../../../view/file-view.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact } from '../../model.js';
import type { MadeModel } from './family.js';
import { columnOf, modelsIn, stampsOf, withOwn } from './fields.js';
import type { Fields, Reference } from './fields.js';

const PACKAGES = /^npm:(?:@nestjs\/mongoose|@typegoose\/typegoose)!/;
/** Types of members whose decorations state none. */
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'string', number: 'number', boolean: 'boolean', Date: 'date', Buffer: 'buffer', bigint: 'bigint', ObjectId: 'objectId', 'Types.ObjectId': 'objectId', 'mongoose.Types.ObjectId': 'objectId' });

/** Classes that stand for collections: with `@Schema()` of NestJS, and those that Typegoose's `getModelForClass` makes models of. */
export function classModels(views: readonly FileView[], context: SchemaContext): readonly MadeModel[] {
  const registered = new Set(views.flatMap((view) => view.calls().filter(({ expression }) => view.name(expression) === 'forFeature' || view.name(expression) === 'forFeatureAsync').flatMap(({ expression }) => namesIn(view, view.argument(expression, 0)))));
  const ofNest = views.flatMap((view) =>
    classesOf(view, context).flatMap((one): readonly MadeModel[] => {
      const site = one.decorations.find((decoration) => isOf(view, decoration, 'Schema'));
      // What no module registers is a part of others' documents.
      if (site === undefined || (registered.size > 0 ? !registered.has(one.name) : view.text(view.argument(view.argument(site.expression, 0), '_id')) === 'false')) return [];
      return made(one, [one.key]);
    }),
  );
  const ofTypegoose = views.flatMap((view) =>
    view.calls().flatMap(({ expression, outcome }): readonly MadeModel[] => {
      if (view.name(expression) !== 'getModelForClass' || !PACKAGES.test(outsidePath(outcome) ?? '')) return [];
      const one = classOfSymbol(view.symbolNamed(view.argument(expression, 0)), context);
      const symbol = view.symbolSetTo(expression);
      return one === undefined ? [] : made(one, [one.key, ...(symbol < 0 ? [] : [context.keyOf(view.program.canonical(view.file.firstSymbol + symbol))])]);
    }),
  );
  return [...ofNest, ...ofTypegoose];
}

/** Names of `[{ name: User.name, schema: UserSchema }]`. */
function namesIn(view: FileView, list: number): readonly string[] {
  return list < 0 ? [] : view.arguments(list).flatMap(({ value }) => {
    const row = view.kind(value) === Expression.object ? view.argument(value, 'name') : -1;
    if (row < 0) return [];
    return view.text(row) ?? (view.kind(row) === Expression.member ? view.name(view.operand(row)) : []);
  });
}

function made(one: ClassView, keys: readonly string[]): readonly MadeModel[] {
  const options = optionsOf(one);
  const fields = fieldsOf(one);
  return fields === undefined ? [] : [{ name: one.name, collection: options < 0 ? undefined : one.view.text(one.view.argument(options, 'collection')), fields, keys, place: one.place }];
}

/** `@Schema({ … })`, or `@modelOptions({ schemaOptions: { … } })`; -1 where nothing is said. */
function optionsOf(one: ClassView): number {
  const { view } = one;
  const site = one.decorations.find((decoration) => isOf(view, decoration, 'Schema', 'modelOptions'));
  const given = site === undefined ? -1 : view.argument(site.expression, 0);
  return site?.name === 'modelOptions' ? view.argument(given, 'schemaOptions') : given;
}

/** Fields of the class that an expression names. */
export function fieldsOfClass(view: FileView, row: number, context: SchemaContext): Fields | undefined {
  const one = row < 0 ? undefined : classOfSymbol(view.symbolNamed(row), context);
  return one === undefined ? undefined : fieldsOf(one);
}

function fieldsOf(one: ClassView): Fields | undefined {
  const members = [...new Map([...[...one.bases()].reverse(), one].flatMap((part) => part.members().map((member) => [member.name, { part, member }] as const))).values()];
  const columns: ColumnFact[] = [];
  const references: Reference[] = [];
  for (const { part, member } of members) {
    const site = member.decorations.find((decoration) => isOf(part.view, decoration, 'Prop', 'prop'));
    if (site === undefined) continue;
    const given = part.view.argument(site.expression, 0);
    columns.push({ ...columnOf(part.view, member.name, given, writtenType(part, member)), member: part.keyOf(member.symbol), place: part.placeOf(member.symbol) });
    references.push(...modelsIn(part.view, given, 0).map((model) => ({ column: member.name, model })));
  }
  if (columns.length === 0) return undefined;
  const options = optionsOf(one);
  const stamps = options < 0 ? -1 : one.view.argument(options, 'timestamps');
  return withOwn(columns, references, stampsOf(stamps < 0 ? undefined : { view: one.view, row: stamps }));
}

function writtenType(part: ClassView, member: MemberView): string {
  const text = part.view.typeText(member.type).replaceAll(/\s*\|\s*(?:null|undefined)\b/g, '').trim();
  const list = /^(?:Array<(.+)>|(.+)\[\])$/.exec(text);
  const base = list === null ? text : (list[1] ?? list[2] ?? '');
  return `${TYPES[base] ?? 'object'}${list === null ? '' : '[]'}`;
}

function isOf(view: FileView, site: DecorationSite, ...names: readonly string[]): boolean {
  return names.includes(site.name) && PACKAGES.test(outsidePath(view.decorationOutcome(site)) ?? '');
}
