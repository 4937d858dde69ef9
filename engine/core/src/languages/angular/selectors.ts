/** One of the alternatives of a directive's selector: angular.dev/guide/directives, angular.dev/guide/components/selectors. */
export interface Selector {
  /** Undefined for any. */
  readonly tag: string | undefined;
  readonly attributes: readonly { readonly name: string; readonly value: string | undefined }[];
  readonly classes: readonly string[];
  readonly not: readonly Selector[];
}

/** An element as a template writes it: names of attributes without their brackets, values of those that are texts. */
export interface ElementShape {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string | undefined>;
  readonly classes: ReadonlySet<string>;
}

const PIECE = /([\w-]+|\*)|\[\s*([\w$-]+)\s*(?:=\s*["']?([^"'\]]*)["']?\s*)?\]|\.([\w-]+)|:not\(([^()]*)\)/gy;
const LONGEST = 2_000;

/** The alternatives that a selector states; those that are not read are left out. */
export function selectorsOf(text: string): readonly Selector[] {
  return text.length > LONGEST ? [] : text.split(/,(?![^(]*\))/).flatMap((one) => readSelector(one.trim()) ?? []);
}

function readSelector(text: string): Selector | undefined {
  let tag: string | undefined;
  const attributes: { readonly name: string; readonly value: string | undefined }[] = [];
  const classes: string[] = [];
  const not: Selector[] = [];
  let end = 0;
  PIECE.lastIndex = 0;
  for (const [piece, element, attribute, value, className, negated] of text.matchAll(PIECE)) {
    end += piece.length;
    if (element !== undefined) tag = element === '*' ? undefined : element;
    else if (attribute !== undefined) attributes.push({ name: attribute, value: value === '' ? undefined : value });
    else if (className !== undefined) classes.push(className);
    else if (negated !== undefined) not.push(...selectorsOf(negated));
  }
  return end === 0 || end < text.length ? undefined : { tag, attributes, classes, not };
}

/** What an element must have for a selector to take it: elements are looked up by it. */
export function keyOf({ tag, attributes, classes }: Selector): string {
  const [attribute] = attributes;
  if (tag?.includes('-') === true) return tag;
  return attribute !== undefined ? `[${attribute.name}]` : classes[0] !== undefined ? `.${classes[0]}` : (tag ?? '*');
}

/** All keys under which selectors that take an element may be found; those of its classes where there are such selectors. */
export function keysOf({ tag, attributes, classes }: ElementShape, hasClasses: boolean): readonly string[] {
  return [tag, ...[...attributes.keys()].map((name) => `[${name}]`), ...(hasClasses ? [...classes].map((name) => `.${name}`) : [])];
}

export function takes(selector: Selector, element: ElementShape): boolean {
  return (
    (selector.tag === undefined || selector.tag === element.tag) &&
    selector.attributes.every(({ name, value }) => element.attributes.has(name) && (value === undefined || element.attributes.get(name) === value)) &&
    selector.classes.every((name) => element.classes.has(name)) &&
    !selector.not.some((other) => takes(other, element))
  );
}
