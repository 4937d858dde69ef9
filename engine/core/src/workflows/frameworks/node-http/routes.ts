import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import { Expression } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes, Rule } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';

const VERB = /^(?:get|post|put|patch|delete|head|options)$/i;
const ADDRESS = /^(?:\/|https?:|\{\})/;
/** Names of functions that send what an object describes. */
const SENDING = /request|fetch|http|axios|ajax|client|instance|^send$|^call$|api$/i;
/** Names of functions that such an object tells what they answer. */
const ANSWERING = /route|register|define|create|mock|handle|reply|stub/i;
/** Entries of an object that describes what is answered, not what is asked for. */
const ANSWERS = new Set(['handler', 'handle', 'handlers', 'controller', 'responses', 'schema', 'component', 'element', 'reply', 'middleware', 'middlewares']);
/** Entries that hold the address. */
const ADDRESSES = ['url', 'path'] as const;
const BY_SHAPE = 80;
/** In files of a generator, whose clients are its own. */
const BY_GENERATOR = 90;
const GENERATED_CLIENT = /(?:^|\/)client(?:\.gen)?(?:\.js)?$|^@hey-api\/client-/;

/** Requests that an object describes, sent by a function of the repository or of a client that a generator wrote. */
export const routes: FrameworkRoutes = {
  files: /\.(?:[cm]?[jt]sx?|vue|svelte)$/,
  read: (view, maker, marks) => {
    const isGenerated = view.imports().some((name) => GENERATED_CLIENT.test(name));
    return view.calls().flatMap((call) => described(view, maker, marks, call, isGenerated));
  },
};

function described(view: FileView, maker: SiteMaker, marks: CallMarks, { expression, outcome, owner, range }: CallSite, isGenerated: boolean): readonly Site[] {
  if (view.kind(expression) !== Expression.call) return [];
  const name = view.name(expression);
  const isVerb = isGenerated && VERB.test(name);
  // Rules tell what packages send.
  if (outcome.kind === 'external' && !isVerb) return [];
  if (!isVerb && (!SENDING.test(name) || ANSWERING.test(name))) return [];
  for (const { position, value } of view.arguments(expression)) {
    if (position < 0 || position > 1 || view.kind(value) !== Expression.object) continue;
    if (view.arguments(value).some((part) => part.name !== undefined && ANSWERS.has(part.name))) continue;
    const key = ADDRESSES.find((one) => ADDRESS.test(view.text(view.argument(value, one)) ?? ''));
    const method = view.text(view.argument(value, 'method'));
    if (key === undefined || !(isVerb || (method !== undefined && VERB.test(method)))) continue;
    const rule: Rule = { id: isVerb ? 'client.generated' : 'request.object', on: 'call', effect: { effect: 'requests', target: 'endpoint', protocol: 'http', method: isVerb ? 'name' : `arg:${position}.method`, address: `arg:${position}.${key}` } };
    const symbol = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
    return maker.make(rule, { view, expression, symbol, type: -1 }, { framework: 'node-http', rule: rule.id, range, confidence: isVerb ? BY_GENERATOR : BY_SHAPE }, marks);
  }
  return [];
}
