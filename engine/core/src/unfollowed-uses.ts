import type { SkipReason, UnfollowedUses } from '@pinata/graph';
import { allLanguages } from './languages/registry.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { SkippedFile } from './scan-api.js';

/** Files of a language that could have been read, and what is no copy of somebody else's. */
const UNREAD: ReadonlySet<SkipReason> = new Set(['generated', 'oversized', 'minified', 'excluded', 'unreadable']);
const TEMPLATES: ReadonlySet<string> = new Set(['html', 'htm', 'cshtml', 'vbhtml', 'razor', 'aspx', 'ascx', 'erb', 'haml', 'slim', 'rhtml', 'twig', 'jinja', 'jinja2', 'j2', 'njk', 'ejs', 'hbs', 'handlebars', 'mustache', 'pug', 'jade', 'liquid', 'jsp', 'jspx', 'jspf', 'ftl', 'ftlh', 'vm', 'gohtml', 'tmpl', 'gotmpl', 'templ', 'heex', 'eex', 'leex', 'xaml', 'axaml', 'fxml', 'qml', 'astro']);
/** Of these the script alone is read. */
const COMPONENTS: ReadonlySet<string> = new Set(['vue', 'svelte']);

/** What a scan does not follow of what may use what it found. */
export function unfollowedUses(files: readonly ParsedFile[], skipped: readonly SkippedFile[]): UnfollowedUses {
  const used = new Set(files.map(({ grammar }) => grammar.language));
  const languages = allLanguages().flatMap(({ grammars, notFollowed }) => grammars.filter(({ language }) => used.has(language)).map(({ language }) => [language, notFollowed] as const));
  return {
    languages: Object.fromEntries(languages.sort(([one], [other]) => (one < other ? -1 : 1))),
    files: skipped.filter(({ reason }) => UNREAD.has(reason)).length,
    templates: skipped.filter((file) => file.reason === 'unsupportedLanguage' && isTemplate(file)).length + files.filter((file) => COMPONENTS.has(file.grammar.language) || isTemplate(file)).length,
  };
}

function isTemplate({ path }: { readonly path: string }): boolean {
  const name = path.toLowerCase();
  return TEMPLATES.has(name.slice(name.lastIndexOf('.') + 1)) || name.endsWith('.blade.php');
}
