/** Mongoose's own rules, the first that fits: https://github.com/mongoosejs/mongoose-legacy-pluralize */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/human$/, 'humans'],
  [/man$/, 'men'],
  [/person$/, 'people'],
  [/child$/, 'children'],
  [/^ox$/, 'oxen'],
  [/(ax|test)is$/, '$1es'],
  [/(octop|vir)us$/, '$1i'],
  [/(alias|status)$/, '$1es'],
  [/bus$/, 'buses'],
  [/(buffal|tomat|potat)o$/, '$1oes'],
  [/([ti])um$/, '$1a'],
  [/sis$/, 'ses'],
  [/([^f])fe$|([lr])f$/, '$1$2ves'],
  [/([^aeiouy]|qu)y$/, '$1ies'],
  [/(x|ch|ss|sh)$/, '$1es'],
  [/([ml])ouse$/, '$1ice'],
  [/quiz$/, 'quizzes'],
  [/^goose$/, 'geese'],
  [/s$/, 's'],
  [/([^a-z])$/, '$1'],
  [/$/, 's'],
];
const UNCHANGED = new Set(['advice', 'energy', 'excretion', 'digestion', 'cooperation', 'health', 'justice', 'labour', 'machinery', 'equipment', 'information', 'pollution', 'sewage', 'paper', 'money', 'species', 'series', 'rain', 'rice', 'fish', 'sheep', 'moose', 'deer', 'news', 'expertise', 'status', 'media']);

/** The collection of a model that names none: `User` is kept in `users`, `Preferences` in `preferences`. */
export function collectionOf(name: string): string {
  const lower = name.toLowerCase();
  if (UNCHANGED.has(lower)) return lower;
  const [pattern, several] = RULES.find(([rule]) => rule.test(lower)) ?? [/$/, 's'];
  return lower.replace(pattern, several);
}
