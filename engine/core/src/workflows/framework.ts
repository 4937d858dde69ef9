import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallMarks } from '../assemble-graph/call-marks.js';
import type { FileView } from '../view/file-view.js';
import type { SiteMaker } from './make-sites.js';
import type { EffectKind, EffectSite, Protocol, Site } from './sites.js';

/** Where a value comes from, best first: see `values.ts`. */
export type ValueSpec = string | readonly string[];

export interface TriggerMapping {
  readonly protocol: Protocol;
  readonly method?: ValueSpec;
  /** Put before the address. */
  readonly prefix?: ValueSpec;
  readonly address: ValueSpec;
  /** What stands for itself in an address: `[controller]` for the controller's name. */
  readonly tokens?: Readonly<Record<string, ValueSpec>>;
  /** Stands for the address where no value is found; without it such a site is no trigger. */
  readonly otherwise?: string;
  /** `symbol` (what is decorated), `arg:…` (a function that is handed on), `methods:<regular expression>` of the type, `file` (the file as a whole, for what its top level does), `generic::Execute` (that method of the class that the first type argument of the call names, or of the call around that is named between), `held:1:ServeHTTP` (that method of the class that an argument makes or holds one of). Of a route the argument itself, where no function of the repository is known. */
  readonly handler: ValueSpec;
  /** Part of the path where the program has versions there. */
  readonly version?: ValueSpec;
  /** `file`: what includes the whole file says where its routes lie. `symbol`: a command that is added to nothing where it is declared is put in another by its own name. `class`: the type around, which another may give out as a part of itself. */
  readonly receiver?: 'file' | 'symbol' | 'class';
  /** Models among the types of the handler's parameters are read by what stands in the path: by a parameter of the same `name`, or by any in the `path`. */
  readonly fetches?: 'name' | 'path';
  /** Only where nothing else starts the handler: for what a schema that is put together elsewhere may name otherwise. */
  readonly isFallback?: boolean;
}

export interface EffectMapping {
  readonly effect: EffectKind;
  readonly target: EffectSite['target'];
  readonly protocol: string;
  readonly method?: ValueSpec;
  readonly prefix?: ValueSpec;
  readonly address: ValueSpec;
  readonly otherwise?: string;
}

export interface Rule {
  readonly id: string;
  readonly on: 'call' | 'decoration' | 'heritage' | 'symbol';
  /** Over `manager:package!path` of what is called, decorates or is a base, where that lies outside the repository. */
  readonly callee?: string;
  /** Over the last name, where the callee is not known better; for `symbol` over its name. */
  readonly name?: string;
  /** Over the receiver's last name, with `name`. */
  readonly receiver?: string;
  /** Over the repository-relative path of the file. */
  readonly files?: string;
  /** Over the name of the symbol around a call. */
  readonly inside?: string;
  /** Over the name of the type around a decorated or other `symbol`; private members of the latter are then left out. Empty outside of types. */
  readonly within?: string;
  /** Over the names of decorations of the type around: one must be so, and none. */
  readonly decoratedWith?: string;
  readonly notDecoratedWith?: string;
  /** Leaves out members of types that are abstract or have type parameters, since what derives from them serves those, unless a decoration of the type is called so. */
  readonly openUnless?: string;
  /** Of a base: also one that types of the repository are derived from, which hand their first type argument on to it. */
  readonly isThroughOwn?: boolean;
  /** Kinds of symbols that a decoration or `symbol` is for. */
  readonly kinds?: readonly string[];
  /** Values that must be there. */
  readonly requires?: readonly string[];
  /** Per cent where only names matched; 70 where absent. */
  readonly confidence?: number;
  readonly trigger?: TriggerMapping;
  readonly effect?: EffectMapping;
  /** A router that is put under a prefix: `child` is what the route was added to there. */
  readonly mount?: { readonly prefix?: ValueSpec; /** Path of the router itself that others are put in. */ readonly before?: ValueSpec; readonly child: ValueSpec; /** Names of calls that make a router under a path, whose paths come first. */ readonly groups?: string; /** Of commands in a group of commands. */ readonly isOfCommands?: boolean };
  /** What a program puts before all of the framework's routes in its folder. */
  readonly application?: { readonly prefix: ValueSpec; readonly except?: ValueSpec } | { /** The version of routes that state none; versions are parts of paths where `kind` is so, or is not stated. */ readonly versions: { readonly otherwise: ValueSpec; readonly kind: ValueSpec; readonly is: string } };
  readonly bind?: { readonly service: ValueSpec; readonly implementation: ValueSpec };
}

/** Routers that functions are given: expressions over types of parameters outside the repository, and over names of calls that make a router under a path. */
export interface RouterDescription {
  /** Over the names of such functions, where custom has it. */
  readonly names?: string;
  readonly types: string;
  /** Over names of what is given where a parameter states no type of a package. */
  readonly given?: string;
  readonly groups: string;
  /** Over names of calls whose functions take no router: routes in them are added to the router outside, under the calls' paths. */
  readonly around?: string;
}

/** A framework's folder holds these as rules.json, and fixtures. */
export interface FrameworkDescription {
  readonly framework: string;
  readonly title: string;
  /** Ids of languages. */
  readonly languages: readonly string[];
  /** Over `manager:name` of packages that a file uses or its manifest declares; absent means always. */
  readonly packages?: string;
  /** Over what a file imports, as it is written. */
  readonly imports?: string;
  readonly rules: readonly Rule[];
  readonly routers?: RouterDescription;
  /** Whether functions of the repository may keep routes for the framework: see `registered-routes.ts`. */
  readonly hasRegistered?: boolean;
  /** Whether the folder has a `routes.ts` beside its rules. */
  readonly hasRoutes?: boolean;
}

/** What a framework's `routes.ts` exports as `routes`, for what needs more than a shape: sites of one file. */
export interface FrameworkRoutes {
  /** Over the repository-relative path of the file. */
  readonly files: RegExp;
  readonly read: (view: FileView, maker: SiteMaker, marks: CallMarks) => readonly Site[];
}

const here = path.join(path.dirname(fileURLToPath(import.meta.url)), 'frameworks');

let frameworks: readonly FrameworkDescription[] | undefined;

/** Every framework that has a folder, in the order of their names; the test beside holds each file against its shape. */
export function allFrameworks(): readonly FrameworkDescription[] {
  frameworks ??= readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(here, entry.name, 'rules.json'))
    .filter((file) => existsSync(file))
    .sort()
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as FrameworkDescription); // part of this package
  return frameworks;
}

let routes: Promise<ReadonlyMap<string, FrameworkRoutes>> | undefined;

/** The readers of frameworks that have one, by the framework's name. */
export function allRoutes(): Promise<ReadonlyMap<string, FrameworkRoutes>> {
  routes ??= Promise.all(
    allFrameworks()
      .filter(({ hasRoutes }) => hasRoutes === true)
      .map(async ({ framework }) => [framework, ((await import(`./frameworks/${framework}/routes.js`)) as { readonly routes: FrameworkRoutes }).routes] as const), // each of these folders has one
  ).then((found) => new Map(found));
  return routes;
}
