const SECRET_NAME = /(?:authorization|cookie|password|passwd|secret|credential|token|private_?key|api_?key|signature|client_?key|^code$|^state$)/i;
/** Names that contain such a word and hold no secret. */
const HARMLESS = new Set(['tokenid', 'tokencode', 'failurecode', 'code']);
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/pinata_[A-Za-z0-9_-]{20,}/g, 'pinata_[removed]'],
  [/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, '[token removed]'],
  [/\b(Bearer|Basic) +[A-Za-z0-9+/=._~-]{8,}/gi, '$1 [removed]'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, '$1[removed]@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[key removed]'],
  [/([?&](?:signature|code|state|access_token|id_token_hint)=)[^&\s"]+/gi, '$1[removed]'],
];
const MAXIMUM_DEPTH = 6;
const MAXIMUM_TEXT = 4000;

/** A copy in which nothing is left that is, or is named like, a secret. Errors keep their words, and the words of their causes. */
export function withoutSecrets<Value>(value: Value): Value {
  // Every case gives back the kind of thing that came in, but for errors and what is too deep, which are only ever logged.
  return cleaned(value, 0) as Value;
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanedText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAXIMUM_DEPTH) return '[deep]';
  if (value instanceof Date) return value;
  if (value instanceof Error) {
    return { name: value.name, message: cleanedText(value.message), stack: cleanedText(value.stack ?? ''), ...(value.cause === undefined ? {} : { cause: cleaned(value.cause, depth + 1) }) };
  }
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (Array.isArray(value)) return value.slice(0, 100).map((entry) => cleaned(entry, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, SECRET_NAME.test(name) && !HARMLESS.has(name.toLowerCase()) ? '[removed]' : cleaned(entry, depth + 1)]));
}

function cleanedText(text: string): string {
  const short = text.length > MAXIMUM_TEXT ? `${text.slice(0, MAXIMUM_TEXT)}…` : text;
  return SECRET_TEXT.reduce((cleanedSoFar, [pattern, replacement]) => cleanedSoFar.replaceAll(pattern, replacement), short);
}
