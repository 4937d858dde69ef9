import { readStatements } from '../blocks.js';
import type { BlockSyntax, Statement } from '../blocks.js';

/** A directive of a configuration: a simple one holds nothing. */
export type Directive = Statement;

const SYNTAX: BlockSyntax = {
  // Of words what stands in `${…}` is a part.
  token: /#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[;{}]|(?:\\.|\$\{[^}\s]*\}|[^\s;{}"'#\\])+|\S/gs,
  comment: /^#/,
  wordOf: (token) => token.replace(/^(["'])(.*)\1$/s, '$2'),
  endsWithBlock: false,
  mostStatements: 50_000,
};

/** The directives of a text: nginx.org/en/docs/beginners_guide.html#conf_structure. @returns undefined where blocks are not closed, nest too deep or are too many */
export function readDirectives(source: string): readonly Directive[] | undefined {
  return readStatements(source, SYNTAX);
}
