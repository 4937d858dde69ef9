/** A place in a file of the repository: zero-based row and UTF-16 column. */
export interface Place {
  readonly path: string;
  readonly row: number;
  readonly column: number;
}

export interface Declared {
  /** Empty where the declaration has none. */
  readonly name: string;
  readonly place: Place;
}

/** What an oracle says of one import, call or access. */
export type Verdict =
  /** `path` is a file, or the folder of a Go package. */
  | { readonly kind: 'file'; readonly path: string }
  /** One declaration, or several of which each is right: both branches of an `if`, a constructor and its class. */
  | { readonly kind: 'declaration'; readonly targets: readonly [Declared, ...Declared[]] }
  /** The target lies in a package or in the language's library. */
  | { readonly kind: 'outside' }
  /** The oracle gives no declaration: the callee is of type `any`, a value of a function's type, or in error. */
  | { readonly kind: 'unjudged' };

export const SITE_KINDS = ['call', 'new', 'taggedTemplate', 'decorator', 'jsx', 'import', 'access'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

export interface Judged {
  readonly site: Place;
  readonly text: string;
  readonly kind: SiteKind;
  readonly verdict: Verdict;
  /** `access`: a member, field or function that is read, written or handed on without being called. `dispatch`: a call of an interface's member where the oracle tells such apart; which code runs depends on the value. */
  readonly relation: Relation;
  /** What may run at a site of dispatch: by the types that exist, and by those that may flow there. */
  readonly dispatch?: { readonly possible: readonly Declared[]; readonly flowing: readonly Declared[] };
}

export const RELATIONS = ['import', 'call', 'dispatch', 'access'] as const;
export type Relation = (typeof RELATIONS)[number];
