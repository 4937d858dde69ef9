import { readFileSync } from 'node:fs';
import { Language, Query } from 'web-tree-sitter';
import { allLanguages } from './languages/registry.js';
import { writeQueryImage } from './parse/query-image-file.js';
import { imageOfQuery } from './parse/query-image.js';
import { openTreeSitter } from './parse/tree-sitter-module.js';

/** The build's last step: compiles every grammar's query once, so that no thread of a scan has to. */
const module = await openTreeSitter();
for (const grammar of allLanguages().flatMap(({ grammars }) => grammars)) {
  if (grammar.wasmFile === undefined) continue;
  const query = new Query(await Language.load(readFileSync(grammar.wasmFile)), grammar.querySource);
  writeQueryImage(grammar, imageOfQuery(module, query));
  query.delete();
}
