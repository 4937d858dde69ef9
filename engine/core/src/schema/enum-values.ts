import { Expression } from '../facts/schema.js';
import type { FileView } from '../view/file-view.js';
import { classOfSymbol } from './class-view.js';
import type { ClassView } from './class-view.js';
import type { SchemaContext } from './family.js';
import { valueOf } from './returned.js';

/** The values that an expression lists: an array of texts, a constant that holds one, an enumeration's members. Empty where they are not stated. */
export function enumValues(view: FileView, row: number, context: SchemaContext): readonly string[] {
  if (row < 0) return [];
  if (view.kind(row) === Expression.array) return view.arguments(row).flatMap((part) => view.text(part.value) ?? []);
  if (view.kind(row) === Expression.lambda) return enumValues(view, view.returnedExpression(row), context);
  if (view.kind(row) === Expression.cast || view.kind(row) === Expression.same) return enumValues(view, view.operand(row), context);
  if (view.kind(row) !== Expression.name && view.kind(row) !== Expression.member) return [];
  const symbol = view.symbolNamed(row);
  const declared = classOfSymbol(symbol, context);
  if (declared?.kind === 'enum') return memberValues(declared);
  const held = valueOf(symbol, context);
  if (held === undefined) return [];
  const inner = held.view.kind(held.expression) === Expression.cast || held.view.kind(held.expression) === Expression.same ? held.view.operand(held.expression) : held.expression;
  return held.view.kind(inner) === Expression.array || held.view.kind(inner) === Expression.object ? held.view.arguments(inner).flatMap((part) => held.view.text(part.value) ?? []) : [];
}

/** What the members of an enumeration stand for: their texts, or numbers that count on. */
export function memberValues(declared: ClassView): readonly string[] {
  let next = 0;
  return declared.members('enumMember').map(({ name, value }) => {
    const stated = value < 0 ? undefined : declared.view.text(value);
    if (stated !== undefined && !/^-?\d+$/.test(stated)) return stated;
    if (value >= 0 && stated === undefined) return name;
    next = stated === undefined ? next : Number(stated);
    return String(next++);
  });
}
