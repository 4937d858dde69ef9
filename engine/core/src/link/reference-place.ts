import type { SourceRange } from '@pinata/graph';
import type { FileFacts } from '../facts/file-facts.js';
import { EXPRESSION, HERITAGE, IMPORT, IMPORT_BINDING, REFERENCE, Reference, TYPE } from '../facts/schema.js';

/** Where a row of the references stands. */
export function referenceRange({ references }: FileFacts, row: number): SourceRange {
  return {
    startRow: references.get(row, REFERENCE.startRow),
    startColumn: references.get(row, REFERENCE.startColumn),
    endRow: references.get(row, REFERENCE.endRow),
    endColumn: references.get(row, REFERENCE.endColumn),
  };
}

/** The name that a reference's source shows, for people. */
export function referenceText(facts: FileFacts, row: number): string {
  const { references, expressions, types, imports, importBindings, heritage } = facts;
  const subject = references.get(row, REFERENCE.subject);
  const expressionText = (expression: number, depth = 0): string => {
    if (expression < 0 || depth > 6) return '…';
    const name = expressions.get(expression, EXPRESSION.name);
    const operand = expressions.get(expression, EXPRESSION.operand);
    const spelled = facts.text(name);
    // What no source spells begins with a brace.
    const own = spelled.startsWith('{') ? '' : spelled;
    if (operand < 0) return own === '' ? '…' : own;
    const before = expressionText(operand, depth + 1);
    return own === '' ? before : `${before}.${own}`;
  };
  switch (references.get(row, REFERENCE.kind)) {
    case Reference.import:
      return facts.text(imports.get(subject, IMPORT.specifier));
    case Reference.importName:
      return facts.text(importBindings.get(subject, IMPORT_BINDING.imported));
    case Reference.type:
      return facts.text(types.get(subject, TYPE.name));
    case Reference.heritage: {
      const type = heritage.get(subject, HERITAGE.type);
      return type >= 0 ? facts.text(types.get(type, TYPE.name)) : expressionText(heritage.get(subject, HERITAGE.expression));
    }
    default:
      return expressionText(subject);
  }
}
