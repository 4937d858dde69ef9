const KNOWN: Readonly<Record<string, string>> = {
  typescript: '#3178c6',
  tsx: '#5fa3dd',
  javascript: '#d9b400',
  jsx: '#b08f00',
  csharp: '#7a4fc4',
  python: '#3f8f5f',
  java: '#c0652a',
  go: '#2aa3b8',
  ruby: '#b8323c',
  php: '#6673b8',
  kotlin: '#9a5bd6',
};
const OTHERS = ['#c2557a', '#4d8f8b', '#8c7a3f', '#6d6fb3', '#a05a3a', '#5d8a4a'];

/** A language keeps its colour on every page; one that is not listed takes a steady colour from its name. */
export function languageColor(language: string): string {
  const known = KNOWN[language.toLowerCase()];
  if (known !== undefined) return known;
  let sum = 0;
  for (const letter of language) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return OTHERS[sum % OTHERS.length] ?? '#777777';
}
