/** How sure it is that a request with this method and path goes to a route. */
const SAME_ROUTE = 80;
const SAME_PATH = 60;
const ANY = '*';

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

  /** Routes of the same path and method; of the same path alone where the request's method is not known. */
  takersOf({ protocol, method, template }: Asked): readonly RouteMatch<Route>[] {
    const routes = this.routes.get(keyOf(protocol, template)) ?? [];
    const same = routes.filter((route) => route.method === method || route.method === ANY);
    const chosen = same.length > 0 ? same : method === ANY ? routes : [];
    return chosen.map((route) => ({ route, confidence: same.length > 0 ? SAME_ROUTE : SAME_PATH }));
  }
}

function keyOf(protocol: string, template: string): string {
  return `${protocol} ${template}`;
}
