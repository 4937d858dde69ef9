import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';
import { typeNameAround } from '../../values.js';
import { camelCase } from '../../words.js';

/** Types whose fields clients ask for: `Types::QueryType`, `MutationRoot`. */
const ROOT = /(?:^|::)(Query|Mutation|Subscription)(?:Type|Root)?$/;
/** Entries of a field that name the class which answers it. */
const CLASSES: readonly string[] = ['mutation', 'resolver', 'subscription'];
/** What a class that answers a field is asked for. */
const ANSWERS: readonly string[] = ['resolve', 'subscribe'];
/** Where types of the schema lie. */
const OF_GRAPHQL = /(?:^|\/)graphql\//;
const BY_NAME = 90;

/** Fields of types and what answers them: a method of the type, or a class: graphql-ruby.org/fields/introduction. */
export const routes: FrameworkRoutes = {
  files: /\.rb$/,
  read: (view, maker) => view.calls().flatMap(({ expression }) => (view.name(expression) === 'field' && view.chain(expression).length === 1 ? fieldAt(view, maker, expression) : [])),
};

function fieldAt(view: FileView, maker: SiteMaker, call: number): readonly TriggerSite[] {
  const symbol = view.symbolAround(call);
  const type = typeNameAround(view, symbol);
  const name = view.text(view.argument(call, 0));
  const handler = name === undefined || symbol < 0 ? undefined : answerOf(view, maker, call, symbol, name);
  if (name === undefined || handler === undefined) return [];
  const root = ROOT.exec(type)?.[1];
  // Mutations in a space of their own: `post { create }`.
  const space = root === undefined && handler.entry === 'mutation' ? camelCase(type.replace(/^.*::/s, '')) : undefined;
  const own = root === undefined && space === undefined ? typeOf(view, call, type, handler.entry) : undefined;
  if (root === undefined && space === undefined && own === undefined) return [];
  const field = view.text(view.argument(call, 'camelize')) === 'false' ? name : camelCase(name);
  return [{ kind: 'trigger', framework: 'graphql-ruby', rule: 'graphqlRuby.field', protocol: 'graphql', method: root ?? own ?? 'Mutation', address: space === undefined ? field : `${space}.${field}`, handler: handler.key, inline: undefined, receiver: undefined, range: view.place(call), confidence: BY_NAME }];
}

/** The schema's name of a type whose field a method of its own or a class answers; a stated method is one of the object that is shown. */
function typeOf(view: FileView, call: number, type: string, entry: string): string | undefined {
  if (!OF_GRAPHQL.test(view.file.path) || !(entry === 'resolver' || view.argument(call, 'method') < 0)) return undefined;
  return type.replace(/^.*::/s, '').replace(/(?<=.)Type$/, '');
}

interface Answer {
  readonly key: string;
  readonly entry: string;
}

function answerOf(view: FileView, maker: SiteMaker, call: number, symbol: number, name: string): Answer | undefined {
  for (const entry of CLASSES) {
    const given = view.argument(call, entry);
    if (given < 0) continue;
    const named = maker.typeNamed(view, given);
    for (const method of ANSWERS) {
      const key = maker.methodKey(view, named, method);
      if (key !== undefined) return { key, entry };
    }
    return undefined;
  }
  const method = view.text(view.argument(call, 'resolver_method')) ?? view.text(view.argument(call, 'method')) ?? name;
  const key = maker.methodKey(view, view.program.canonical(view.file.firstSymbol + symbol), method);
  return key === undefined ? undefined : { key, entry: 'method' };
}
