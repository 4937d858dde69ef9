import type { StatedSetting } from '../deploy/settings.js';

const MOST_ENTRIES = 10_000;
/** Between the documents of one file: docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.files.multi-document. */
const SEPARATOR = /^[#!]---\s*$/;
const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Entries of each document of a file, as java.util.Properties reads them: docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-. */
export function documentsOf(source: string): readonly (readonly StatedSetting[])[] {
  const documents: StatedSetting[][] = [[]];
  let entries = 0;
  for (const { text, start, end } of logicalLines(source)) {
    if (SEPARATOR.test(text)) documents.push([]);
    if (text === '' || /^[#!]/.test(text)) continue;
    if (++entries > MOST_ENTRIES) break;
    const [, key = '', value = ''] = /^((?:\\.|[^\\=:\s])*)(?:\s*[=:]\s*|\s+|$)(.*)$/s.exec(text) ?? [];
    documents[documents.length - 1]?.push({ key: unescaped(key), value: unescaped(value.trimEnd()), start, end });
  }
  return documents;
}

/** Lines without what indents them; one that ends in a backslash goes on in the next. */
function* logicalLines(source: string): Generator<{ readonly text: string; readonly start: number; readonly end: number }> {
  let begun: { text: string; start: number } | undefined;
  for (const match of source.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const line = match[0].replace(/[\r\n]+$/, '');
    const start = match.index + line.length - line.trimStart().length;
    const end = match.index + line.length;
    const text = line.trimStart();
    const isComment = begun === undefined && /^[#!]/.test(text);
    const isContinued = !isComment && endsOpen(text);
    const whole = { text: `${begun?.text ?? ''}${isContinued ? text.slice(0, -1) : text}`, start: begun?.start ?? start };
    begun = isContinued ? whole : undefined;
    if (!isContinued) yield { ...whole, end };
  }
}

/** Whether a line ends in a backslash that stands for no other: of several every second one stands for itself. */
function endsOpen(text: string): boolean {
  let at = text.length;
  while (at > 0 && text[at - 1] === '\\') at--;
  return (text.length - at) % 2 === 1;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([\da-f]{4})|(.))/gis, (_, code: string | undefined, sign: string | undefined) => (code === undefined ? (ESCAPES[sign ?? ''] ?? sign ?? '') : String.fromCharCode(parseInt(code, 16))));
}
