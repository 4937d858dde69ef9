import { Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { lineageOf, methodOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';
import { valuesOf } from '../../values.js';

/** guides.rubyonrails.org/active_record_callbacks.html#available-callbacks. */
const CALLBACKS = /^(?:(?:before|after)_validation|(?:before|around|after)_(?:save|create|update|destroy)|after_(?:initialize|find|touch|commit|rollback)|after_(?:save|create|update|destroy)_commit)$/;
const MOST_TYPES = 48;
const BY_NAME = 90;

/** `before_save :normalize`: what a model has run when it is written. In a concern they stand in `included do`. */
export function callbackTriggers(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  return view.calls().flatMap((call) => (CALLBACKS.test(view.name(call.expression)) && view.chain(call.expression).length === 1 ? callbacksAt(view, maker, call) : []));
}

function callbacksAt(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { owner, expression, range } = call;
  const kind = owner < 0 ? -1 : view.program.cell(owner, SYMBOL.kind);
  if (kind !== Kind.class && kind !== Kind.namespace && kind !== Kind.interface) return [];
  const row = owner - view.file.firstSymbol;
  const model = valuesOf({ view, expression, symbol: row, type: -1 }, 'full:class')[0] ?? view.program.nameOf(owner);
  const lineage = lineageOf(view, owner, MOST_TYPES);
  const shared = { kind: 'trigger', framework: 'rails', rule: 'rails.callback', protocol: 'event', method: '', address: `${model}:${view.name(expression)}`, receiver: undefined, range, confidence: BY_NAME } as const;
  return view.arguments(expression).flatMap(({ name, value }): readonly TriggerSite[] => {
    if (name !== undefined) return [];
    if (view.kind(value) === Expression.lambda) {
      const inline = view.lambdaRange(value);
      return inline === undefined ? [] : [{ ...shared, handler: maker.keyOf(owner), inline }];
    }
    const method = view.text(value);
    const handler = method === undefined ? undefined : methodOf(view, maker, lineage, method);
    return handler === undefined ? [] : [{ ...shared, qualifier: method ?? '', handler, inline: undefined }];
  });
}
