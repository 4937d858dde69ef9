import { readStatements } from '../blocks.js';
import type { BlockSyntax, Statement } from '../blocks.js';

const SYNTAX: BlockSyntax = {
  // Names have their dots; every other mark stands alone.
  token: /\/\/[^\n]*|\/\*.*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w.]+|\S/gs,
  comment: /^\/[/*]/,
  endsWithBlock: true,
  mostStatements: 100_000,
};

/** The statements of a definition: protobuf.com/docs/language-spec. @returns undefined where blocks are not closed, nest too deep or are too many */
export function readDefinition(source: string): readonly Statement[] | undefined {
  return readStatements(source, SYNTAX);
}
