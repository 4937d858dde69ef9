import type { SkipReason, UnfollowedUses } from '@pinata/graph';
import { allLanguages } from './languages/registry.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { SkippedFile } from './scan-api.js';

/** Files of a language that could have been read, and what is no copy of somebody else's. */
const UNREAD: ReadonlySet<SkipReason> = new Set(['generated', 'oversized', 'minified', 'excluded', 'unreadable']);
const TEMPLATES: ReadonlySet<string> = new Set(['html', 'htm', 'cshtml', 'vbhtml', 'razor', 'aspx', 'ascx', 'erb', 'haml', 'slim', 'rhtml', 'twig', 'jinja', 'jinja2', 'j2', 'njk', 'ejs', 'hbs', 'handlebars', 'mustache', 'pug', 'jade', 'liquid', 'jsp', 'jspx', 'jspf', 'ftl', 'ftlh', 'vm', 'gohtml', 'tmpl', 'gotmpl', 'templ', 'heex', 'eex', 'leex', 'xaml', 'axaml', 'fxml', 'qml', 'astro']);
/** Of what stands in these beside the script some is read and some is not, such as what a component hands to another. */
const COMPONENTS: ReadonlySet<string> = new Set(['vue', 'svelte']);

/** What a scan does not follow of what may use what it found. */
export function unfollowedUses(files: readonly ParsedFile[], skipped: readonly SkippedFile[]): UnfollowedUses {
  const used = new Set(files.map(({ grammar }) => grammar.language));
  const languages = allLanguages().flatMap(({ grammars, notFollowed }) => grammars.filter(({ language }) => used.has(language)).map(({ language }) => [language, notFollowed] as const));
  return {
    languages: Object.fromEntries(languages.sort(([one], [other]) => (one < other ? -1 : 1))),
    files: skipped.filter(({ reason }) => UNREAD.has(reason)).length,
    templates: skipped.filter((file) => file.reason === 'unsupportedLanguage' && isTemplate(file)).length + files.filter(({ grammar }) => COMPONENTS.has(grammar.language)).length,
  };
}

function isTemplate({ path }: { readonly path: string }): boolean {
  const name = path.toLowerCase();
  const dot = name.lastIndexOf('.');
  return (dot >= 0 && TEMPLATES.has(name.slice(dot + 1))) || name.endsWith('.blade.php');
}
