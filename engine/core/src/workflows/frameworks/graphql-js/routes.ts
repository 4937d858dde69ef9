import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

const OBJECT_TYPE = /^GraphQL(?:Object|Interface)Type$/;
/** Calls that add one field to a root type: `builder.queryField('orders', …)`. */
const ROOT_FIELD = /^(query|mutation|subscription)Fields?$/;
/** Calls that describe a type: `builder.queryType({ fields })`, `builder.objectType('Order', { fields })`, `extendType({ type, definition })`. */
const DESCRIBED = /^(?:(query|mutation|subscription)Type|objectType|objectField|objectFields|objectRef|extendType|node|prismaObject|drizzleObject|implement)$/;
const ANSWERS = ['resolve', 'subscribe'] as const;
const DEPTH = 12;
/** Names of the makers alone tell what they are. */
const BY_NAME = 90;

/** A field that code answers for. */
interface Field {
  readonly type: string;
  readonly name: string;
}

/** Fields with the functions that answer them, where a schema is written in code: graphql.org/graphql-js/type, pothos-graphql.dev, nexusjs.org. */
export const routes: FrameworkRoutes = {
  files: /\.[cm]?[jt]sx?$/,
  read: (view, maker) => {
    if (view.facts.indexOf('resolve') < 0 && view.facts.indexOf('subscribe') < 0) return [];
    const { expressions } = view.facts;
    return Array.from({ length: expressions.rows }, (_, row) => row).flatMap((row): readonly TriggerSite[] => {
      const [answer] = view.kind(row) === Expression.object ? ANSWERS.map((name) => view.argument(row, name)).filter((value) => value >= 0) : [];
      const field = answer === undefined ? undefined : fieldAround(view, row);
      return answer === undefined || field === undefined ? [] : triggersOf(view, maker, row, answer, field);
    });
  },
};

function triggersOf(view: FileView, maker: SiteMaker, row: number, answer: number, { type, name }: Field): readonly TriggerSite[] {
  const shared = { kind: 'trigger', framework: 'graphql-js', rule: 'graphqlJs.field', protocol: 'graphql', method: type, address: name, receiver: undefined, range: view.place(row), confidence: BY_NAME } as const;
  if (view.kind(answer) === Expression.lambda) return [{ ...shared, handler: maker.keyAround(view, row), inline: view.lambdaRange(answer) }];
  const handler = maker.keyNamed(view, answer);
  return handler === undefined || handler.startsWith('local ') ? [] : [{ ...shared, handler, inline: undefined }];
}

/** The type and the name of the field that an object describes: by the calls and objects that it stands in. */
function fieldAround(view: FileView, object: number): Field | undefined {
  let name: string | undefined;
  let inner = object;
  for (let depth = 0, at = around(view, object); at >= 0 && depth < DEPTH; depth++, inner = at, at = around(view, at)) {
    const kind = view.kind(at);
    if (kind === Expression.object) {
      const entry = view.arguments(at).find(({ value }) => value === inner)?.name;
      if (entry !== undefined && entry !== 'fields' && name === undefined) name = entry;
      continue;
    }
    if (kind === Expression.new && OBJECT_TYPE.test(view.name(at))) return fieldOf(view.text(view.argument(view.argument(at, 0), 'name')), name);
    if (kind !== Expression.call) continue;
    const first = view.text(view.argument(at, 0));
    const root = ROOT_FIELD.exec(view.name(at))?.[1];
    if (root !== undefined) return fieldOf(capital(root), first ?? name);
    const described = DESCRIBED.exec(view.name(at));
    if (described !== null) return fieldOf(described[1] === undefined ? typeOf(view, at) : capital(described[1]), name);
    // `t.field('orders', { resolve })`.
    if (first !== undefined && name === undefined) name = first;
  }
  return undefined;
}

/** What an expression is given to, or else the lambda that it stands in. */
function around(view: FileView, expression: number): number {
  const holder = view.callAround(expression);
  return holder >= 0 ? holder : (view.lambdasAround(expression)[0] ?? -1);
}

function fieldOf(type: string | undefined, name: string | undefined): Field | undefined {
  return type === undefined || type === '' || name === undefined ? undefined : { type, name };
}

/** The type that a call describes: its text, its name, or what an object says that it is given. */
function typeOf(view: FileView, call: number): string | undefined {
  const first = view.argument(call, 0);
  if (view.kind(first) !== Expression.object) return view.text(first) ?? view.name(first);
  return view.text(view.argument(first, 'type')) ?? view.text(view.argument(first, 'name'));
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
