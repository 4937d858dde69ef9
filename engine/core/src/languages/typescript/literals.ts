import { MOST_PLACES } from '../../link/parts.js';
import type { PartRow } from '../../link/parts.js';
import type { ValueType } from './entity.js';
import { unknown } from './entity.js';

/** An array literal: of a short one each element is known by its place. @param valueOf what an expression of its file is */
export function arrayOf(elements: readonly PartRow[], valueOf: (expression: number) => ValueType): ValueType {
  const isPlaced = elements.length > 0 && elements.length <= MOST_PLACES && elements.every(({ position }, index) => position === index);
  const element = unknown('receiverUnknown');
  return isPlaced ? { kind: 'array', element, parts: elements.map(({ value }) => withoutParts(valueOf(value), 1)) } : { kind: 'array', element };
}

/** Arrays in arrays are told apart to a depth: through names they may hold each other more often than there is text. */
function withoutParts(type: ValueType, depth: number): ValueType {
  if (type.kind !== 'array' || type.parts === undefined) return type;
  return depth === 0 ? { kind: 'array', element: type.element } : { ...type, parts: type.parts.map((part) => withoutParts(part, depth - 1)) };
}

/** The type of a literal by its syntax node's. */
export function literalName(nodeType: string): string {
  if (nodeType === 'template_string') return 'string';
  if (nodeType === 'true' || nodeType === 'false') return 'boolean';
  return nodeType === 'regex' ? 'RegExp' : nodeType;
}

