import { bitsOf } from '../bits.js';
import { PATHS } from './address.js';

/** How sure it is that a request with this method and path goes to a route. */
const SAME_ROUTE = 80;
const SAME_PATH = 60;
/** Where what the request states is a parameter's value: `/users/me` and `/users/{}`. */
const VALUE_OF_PARAMETER = 60;
/** Where a base address that only settings know may hold what stands before the routes. */
const BEHIND_PREFIX = 60;
/** What servers put before all of their routes. */
const PREFIX = /^(?:\/(?:api|rest|v\d+))+(?=\/)/;
const ANY = '*';
const PARAMETER = '{}';
/** A path of which nothing is known: without a method it says nothing at all. */
const UNKNOWN = /^(?:\/\{\})+$/;
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
  /** Routes by what follows the prefix of their server. */
  private readonly prefixed = new Map<string, Route[]>();

  /** @param before the template of what the route's program is known to put before all of its routes */
  add(protocol: string, template: string, route: Route, before = ''): void {
    put(this.routes, keyOf(protocol, template), route);
    if (protocol !== PATHS) return;
    const own = before !== '' && template.startsWith(`${before}/`) ? template.slice(before.length) : template;
    for (const bare of new Set([own, own.replace(PREFIX, '')])) if (bare !== template && !bare.startsWith(`/${PARAMETER}`)) put(this.prefixed, keyOf(protocol, bare), route);
  }

  /** The route that takes a request behind what its server puts before all routes: `/api/v1/users` for `/users`. None where several may. */
  behindPrefix({ protocol, method, template }: Asked): readonly RouteMatch<Route>[] {
    if (protocol !== PATHS || method === ANY) return [];
    for (const wider of [template, ...widerTemplates(template)]) {
      const same = (this.prefixed.get(keyOf(protocol, wider)) ?? []).filter((route) => route.method === method || route.method === ANY);
      if (same.length > 1) return [];
      if (same.length === 1) return same.map((route) => ({ route, confidence: BEHIND_PREFIX }));
    }
    return [];
  }

  /**
   * Routes of the same path and method; of the same path alone where the request's method is not known. Where there are none, those
   * that take the most of the path by name, and the rest of it as values of their parameters.
   */
  takersOf({ protocol, method, template }: Asked): readonly RouteMatch<Route>[] {
    if (protocol === PATHS && method === ANY && UNKNOWN.test(template)) return [];
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

function put<Route>(routes: Map<string, Route[]>, key: string, route: Route): void {
  const known = routes.get(key);
  if (known === undefined) routes.set(key, [route]);
  else known.push(route);
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
