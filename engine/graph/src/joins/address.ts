/** Parameters of paths as frameworks write them: `:id`, `{id}`, `{id:int}`, `<int:id>`, `[id]`, `*path`, `${id}` as `{}`. */
const PARAMETER = /\{[^{}]*\}|<(?:[^<>:]*:)?[^<>]*>|\[{1,2}(?:\.{3})?[^[\]]*\]{1,2}|(?<=^|\/):[^/]+|(?<=^|\/)\*+[^/]*/g;

/** What makes a parameter one that may be left out: `:id?`, `{id?}`. */
const OPTIONAL_MARK = /(?<=(?:^|\/):\w+(?:\([^()/]*\))?)\?(?=\/|$)|(?<=\{[^{}]*)\?(?=\})/g;
const OPTIONAL_PART = /^(?::\w+(?:\([^()/]*\))?\?|\{[^{}]*\?\})$/;
const MOST_OPTIONAL = 3;

/** Joins prefixes and a path with one slash between them: `/api` and `users/:id` are `/api/users/:id`. */
export function joinPaths(...parts: readonly (string | undefined)[]): string {
  const names = parts.flatMap((part) => (part ?? '').split('/')).filter((name) => name !== '');
  return `/${names.join('/')}`;
}

/** A path without the names of its parameters, as routes and requests are held against each other: `/users/{}`. */
export function pathTemplate(path: string): string {
  const bare = path.replaceAll(OPTIONAL_MARK, '').replace(/[?#].*$/, '').replaceAll(PARAMETER, '{}').toLowerCase();
  return joinPaths(bare);
}

/** Host and path of an address: `https://api.example.com/v1` or `/v1`. A host that is only known when the code runs is `{}`. */
export function splitAddress(address: string): { readonly host: string | undefined; readonly path: string } {
  const match = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]+)(.*)$/i.exec(address);
  if (match !== null) return { host: match[1] ?? '', path: match[2] === '' ? '/' : (match[2] ?? '/') };
  // `${base}/users`, `${base}users`: what stands before is only known when the code runs.
  const variable = /^\{\}((?:\/|(?=[\w-])).*)?$/.exec(address);
  return variable === null ? { host: undefined, path: address } : { host: undefined, path: variable[1] ?? '/' };
}

/** The protocol whose addresses are paths. */
export const PATHS = 'http';
/** The protocol whose addresses are fields of a schema's root types. */
const FIELDS = 'graphql';

/** What routes and requests of a protocol are held against each other by: a path without the names of its parameters, a field without the way in which its words are joined. */
export function templateOf(protocol: string, address: string): string {
  if (protocol === PATHS) return pathTemplate(address);
  // A schema writes `allUsers` for what code calls `all_users` or `AllUsers`.
  return protocol === FIELDS ? address.replaceAll('_', '').toLowerCase() : address;
}

/** Templates under which a route is reached: also those without the parameters that may be left out. */
export function routeTemplates(protocol: string, address: string): readonly string[] {
  if (protocol !== PATHS || !address.includes('?')) return [templateOf(protocol, address)];
  const names = address.split('/');
  const optional = [...names.keys()].filter((at) => OPTIONAL_PART.test(names[at] ?? '')).slice(-MOST_OPTIONAL);
  const choices = Array.from({ length: 2 ** optional.length }, (_, bits) => names.filter((__, at) => !optional.includes(at) || (bits & (1 << optional.indexOf(at))) === 0).join('/'));
  return [...new Set(choices.map((choice) => templateOf(protocol, choice)))];
}
