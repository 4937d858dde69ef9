import type { Taking, Value } from '../../link/semantics/index.js';

type List = Extract<Value, { kind: 'list' }>;

/** What is looked through by an iterator, from the most general. */
const ITERABLES = ['Iterable', 'Collection', 'List', 'Set', 'Queue', 'Deque', 'Vector', 'Stack', 'Page', 'Slice'];
const MOST_GENERAL = 2;
/** Collections of which none is another; a linked list is a list and a queue. */
const COLLECTIONS: readonly RegExp[] = [/(?:List|Vector|Stack)$/, /Set$/, /(?:Queue|Deque)$/];
const LINKED = 'LinkedList';
/** Kinds of holders of which none is another. */
const KINDS: readonly RegExp[] = [new RegExp(`(?:${ITERABLES.join('|')})$`), /Iterator$/, /Stream$/, /^Optional$/, /^Enumeration$/, /^(?:Supplier|Provider|ObjectProvider|Lazy)$/, /^(?:Mono|Flux|Flow|Flowable|Observable|Single)$/];

function nameOf(holder: string): string {
  return holder.slice(holder.lastIndexOf('.') + 1).replace(/^Mutable/, '');
}

export function isArray(holder: string | undefined): boolean {
  return holder === '[]' || (holder !== undefined && nameOf(holder) === 'Array');
}

/** How what holds elements takes what holds some, as far as it is known what the two are: an array is no collection, an iterator no list. */
export function takesHeld(parameter: List, argument: List, takesElements: (wanted: Value, given: Value) => Taking | false | undefined): Taking | false | undefined {
  const [wanted, given] = [parameter.holder, argument.holder];
  if (wanted === undefined || given === undefined) return takesElements(parameter.element, argument.element);
  if (isArray(wanted) || isArray(given)) return isArray(wanted) === isArray(given) ? takesElements(parameter.element, argument.element) : false;
  const [name, givenName] = [nameOf(wanted), nameOf(given)];
  const [kind, givenKind] = [name, givenName].map((each) => KINDS.findIndex((one) => one.test(each)));
  if (kind !== givenKind && kind !== -1 && givenKind !== -1) return false;
  const [collection, givenCollection] = [name, givenName].map((each) => COLLECTIONS.findIndex((one) => one.test(each)));
  if (collection !== givenCollection && collection !== -1 && givenCollection !== -1 && givenName !== LINKED) return false;
  const [place, givenPlace] = [ITERABLES.indexOf(name), ITERABLES.indexOf(givenName)];
  // A collection is not known to be a list.
  if (givenPlace >= 0 && givenPlace < MOST_GENERAL && kind === 0 && name !== givenName && (place < 0 || place > givenPlace)) return false;
  const elements = takesElements(parameter.element, argument.element);
  const isAny = parameter.element.kind === 'unknown' || parameter.element.kind === 'typeParameter';
  if (name === givenName) return elements ?? (isAny ? 'wider' : undefined);
  const isBelow = kind === 0 && ((place >= 0 && place < MOST_GENERAL) || givenName.endsWith(name));
  return isBelow && (isAny || elements === 'same' || elements === 'wider') ? 'wider' : elements;
}
