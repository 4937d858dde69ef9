import { bitsOf } from '../bits.js';
import { PATHS } from './address.js';

/** How sure it is that a request with this method and path goes to a route. */
const SAME_ROUTE = 80;
const SAME_PATH = 60;
/** Where what the request states is a parameter's value: `/users/me` and `/users/{}`. */
const VALUE_OF_PARAMETER = 60;
const ANY = '*';
const PARAMETER = '{}';
/** Of longer paths the first names are not taken for values, and no more of the others at once. */
const MOST_NAMES = 6;
const MOST_VALUES = 3;

/** A request as it is held against routes. */
export interface Asked {
  readonly protocol: string;
  /** Such as `GET`; `*` where it is not known. */
  readonly method: string;
  /** A path without the names of its parameters, as `pathTemplate` makes them. */
  readonly template: string;
}

export interface RouteMatch<Route> {
  readonly route: Route;
  /** Whole per cent. */
  readonly confidence: number;
}

/** Routes by protocol and path: the one place that says which route takes a request, in one repository and across several. */
export class RouteIndex<Route extends { readonly method: string }> {
  private readonly routes = new Map<string, Route[]>();

  add(protocol: string, template: string, route: Route): void {
    const key = keyOf(protocol, template);
    const known = this.routes.get(key);
    if (known === undefined) this.routes.set(key, [route]);
    else known.push(route);
  }

  /**
   * Routes of the same path and method; of the same path alone where the request's method is not known. Where there are none, those
   * that take the most of the path by name, and the rest of it as values of their parameters.
   */
  takersOf({ protocol, method, template }: Asked): readonly RouteMatch<Route>[] {
    const exact = this.matching(protocol, method, template);
    if (exact.length > 0 || protocol !== PATHS) return exact;
    for (const wider of widerTemplates(template)) {
      const found = this.matching(protocol, method, wider);
      if (found.length > 0) return found.map(({ route, confidence }) => ({ route, confidence: Math.min(confidence, VALUE_OF_PARAMETER) }));
    }
    return [];
  }

  private matching(protocol: string, method: string, template: string): readonly RouteMatch<Route>[] {
    const routes = this.routes.get(keyOf(protocol, template)) ?? [];
    const same = routes.filter((route) => route.method === method || route.method === ANY);
    const chosen = same.length > 0 ? same : method === ANY ? routes : [];
    return chosen.map((route) => ({ route, confidence: same.length > 0 ? SAME_ROUTE : SAME_PATH }));
  }
}

/** The template with parameters in place of names, the fewest first and those at its end before others; one name stays at least. */
export function* widerTemplates(template: string): Generator<string> {
  const names = template.split('/');
  const places = [...names.keys()].filter((at) => names[at] !== '' && names[at] !== PARAMETER).reverse();
  const open = places.slice(0, Math.max(0, Math.min(MOST_NAMES, places.length - 1)));
  const choices = Array.from({ length: 2 ** open.length - 1 }, (_, bits) => bits + 1).filter((bits) => bitsOf(bits) <= MOST_VALUES).sort((a, b) => bitsOf(a) - bitsOf(b) || a - b);
  for (const bits of choices) yield names.map((name, at) => (open.includes(at) && (bits & (1 << open.indexOf(at))) !== 0 ? PARAMETER : name)).join('/');
}

function keyOf(protocol: string, template: string): string {
  return `${protocol} ${template}`;
}
