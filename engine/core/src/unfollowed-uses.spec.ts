import { expect, it } from '@jest/globals';
import type { SkipReason } from '@pinata/graph';
import { grammarFinder } from './languages/registry.js';
import type { ParsedFile } from './parse/parse-phase.js';
import { unfollowedUses } from './unfollowed-uses.js';

const grammarOf = grammarFinder();

/** What it asks of a file that was read. */
function read(path: string, language = path): ParsedFile {
  const grammar = grammarOf(language);
  if (grammar === undefined) throw new Error(`no grammar reads ${language}`);
  return { path, grammar } as ParsedFile;
}

it('counts templates that nobody reads, and components of which a part is, but not those that are read', () => {
  const skipped = (path: string, reason: SkipReason) => ({ path, reason });
  const given = unfollowedUses(
    [read('a.ts'), read('card.component.html'), read('Card.vue'), read('Card.svelte'), read('a.rs')],
    [skipped('Page.cshtml', 'unsupportedLanguage'), skipped('mail.BLADE.php', 'unsupportedLanguage'), skipped('mail.html', 'unsupportedLanguage'), skipped('logo.png', 'binary'), skipped('gen.ts', 'generated'), skipped('old.cshtml', 'vendored'), skipped('html', 'unsupportedLanguage')],
  );
  expect(given).toMatchObject({ files: 1, templates: 5 });
  expect(Object.keys(given.languages)).toEqual(['angular', 'rust', 'svelte', 'typescript', 'vue']);
});
