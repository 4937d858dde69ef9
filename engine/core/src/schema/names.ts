import { namedValues } from '../named-values.js';
import { camelCase, splitWords } from '../workflows/words.js';

/** `OrderItem` as `order_item`. */
export function snakeCase(name: string): string {
  return splitWords(name).join('_');
}

/** How a mapper spells all names that nothing states. */
export type NameStyle = 'snake' | 'upperSnake' | 'lower' | 'upper' | 'camel';

const STYLES: Readonly<Record<NameStyle, (name: string) => string>> = {
  snake: snakeCase,
  upperSnake: (name) => snakeCase(name).toUpperCase(),
  lower: (name) => name.toLowerCase(),
  upper: (name) => name.toUpperCase(),
  camel: camelCase,
};

export function inStyle(name: string, style: NameStyle): string {
  return STYLES[style](name);
}

const IRREGULAR: Readonly<Record<string, string>> = namedValues({ person: 'people', man: 'men', woman: 'women', child: 'children', foot: 'feet', tooth: 'teeth', goose: 'geese', mouse: 'mice', ox: 'oxen', datum: 'data', medium: 'media', index: 'indices', vertex: 'vertices', matrix: 'matrices', axis: 'axes', crisis: 'crises', analysis: 'analyses', quiz: 'quizzes', leaf: 'leaves', life: 'lives', knife: 'knives', wife: 'wives', half: 'halves', self: 'selves', shelf: 'shelves', wolf: 'wolves', hero: 'heroes', potato: 'potatoes', tomato: 'tomatoes', echo: 'echoes' });
const UNCHANGED = new Set(['news', 'series', 'species', 'sheep', 'fish', 'deer', 'equipment', 'information', 'rice', 'money', 'police', 'jeans', 'metadata', 'feedback', 'staff']);

const SINGULARS = new Map(Object.entries(IRREGULAR).map(([one, several]) => [several, one] as const));

/** English singular, as far as the names of tables, routes and associations need it: `addresses`, `people`, `categories`. */
export function singular(word: string): string {
  const last = /[a-z]+$/.exec(word.toLowerCase())?.[0] ?? '';
  const before = word.slice(0, word.length - last.length);
  if (UNCHANGED.has(last) || /(?:ss|us|is)$/.test(last)) return word;
  const irregular = SINGULARS.get(last);
  if (irregular !== undefined) return `${before}${/^[A-Z]/.test(word.slice(before.length)) ? irregular.charAt(0).toUpperCase() + irregular.slice(1) : irregular}`;
  if (/(?:movies|cookies|ties|pies|lies|dies)$/.test(last)) return word.slice(0, -1);
  if (last.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zzes|buses|statuses|viruses|bonuses|campuses|censuses|aliases)$/.test(last)) return word.slice(0, -2);
  return last.endsWith('s') ? word.slice(0, -1) : word;
}

/** English plural as object mappers form it. */
export function plural(word: string): string {
  const lower = word.toLowerCase();
  const last = /[a-z]+$/.exec(lower)?.[0] ?? lower;
  const before = word.slice(0, word.length - last.length);
  if (UNCHANGED.has(last)) return word;
  const irregular = IRREGULAR[last];
  if (irregular !== undefined) return `${before}${irregular}`;
  if (/(?:[sxz]|[cs]h)$/.test(last)) return `${word}es`;
  if (/[^aeiou]y$/.test(last)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

/** A name in the singular and in one spelling: `OrderItems` and `order_item` are one. */
export function comparableName(name: string): string {
  const words = name === name.toUpperCase() ? name.toLowerCase() : snakeCase(name);
  return singular(words).replaceAll('_', '').toLowerCase();
}
