import type { Definition } from '../languages/graphql/document.js';
import type { DocumentSite, DocumentUse, EffectSite } from './sites.js';

/** A document or a use of one, with the file that it stands in. */
interface Placed<One> {
  readonly path: string;
  readonly site: One;
}

/** Fragments that are followed from one operation. */
const MOST_FRAGMENTS = 1_000;
/** Operations of one name that one use may mean: each application of a repository may have its own. */
const MOST_OPERATIONS = 8;
/** Requests of all documents together: more than people's code makes. */
const MOST_REQUESTS = 500_000;

/** Tells which fields of the root types code asks for, of documents that may stand in other files than the code that has them run. */
export class Documents {
  private readonly byHolder = new Map<string, Placed<DocumentSite>[]>();
  private readonly fragments = new Map<string, Definition>();
  private readonly operations = new Map<string, { readonly path: string; readonly definition: Definition; readonly site: DocumentSite }[]>();
  private readonly used = new Set<DocumentSite>();
  private made = 0;

  constructor(documents: readonly Placed<DocumentSite>[]) {
    for (const placed of documents) {
      const { path, site } = placed;
      for (const holder of site.holders) put(this.byHolder, holder, placed);
      for (const definition of site.definitions) {
        if (definition.root === undefined) {
          if (!this.fragments.has(definition.name)) this.fragments.set(definition.name, definition);
        } else for (const name of generatedNames(definition)) put(this.operations, name, { path, definition, site });
      }
    }
  }

  /** Requests of a use. */
  requestsOf({ path, site }: Placed<DocumentUse>): readonly EffectSite[] {
    const { holder, operation, root } = site;
    if (holder !== undefined) {
      return (this.byHolder.get(holder) ?? []).flatMap(({ site: document }) => {
        this.used.add(document);
        return document.definitions.flatMap((definition) => this.requests(definition, site, Math.min(site.confidence, document.confidence)));
      });
    }
    const found = (this.operations.get(folded(operation ?? '')) ?? []).filter(({ definition }) => root === undefined || definition.root === root);
    const nearest = nearestOf(path, found).slice(0, MOST_OPERATIONS);
    return nearest.flatMap(({ definition, site: document }) => {
      this.used.add(document);
      return this.requests(definition, site, Math.max(1, Math.round(site.confidence / nearest.length)));
    });
  }

  /** Requests of a document where it stands: of one that code uses elsewhere none. */
  requestsIn(document: DocumentSite): readonly EffectSite[] {
    return this.used.has(document) ? [] : document.definitions.flatMap((definition) => this.requests(definition, document, document.confidence));
  }

  private requests(definition: Definition, at: DocumentSite | DocumentUse, confidence: number): readonly EffectSite[] {
    const { root } = definition;
    if (root === undefined || this.made > MOST_REQUESTS) return [];
    const { framework, rule, source, range, marks } = at;
    const fields = this.fieldsOf(definition);
    this.made += fields.length;
    return fields.map((address): EffectSite => ({ kind: 'effect', framework, rule, effect: 'requests', target: 'endpoint', protocol: 'graphql', method: root, address, source, range, marks, confidence }));
  }

  /** Fields that an operation asks its root type for, also through fragments, in order. */
  private fieldsOf(operation: Definition): readonly string[] {
    const fields = new Set(operation.fields);
    const spreads = new Set(operation.spreads);
    for (const name of spreads) {
      const fragment = this.fragments.get(name);
      if (fragment === undefined || spreads.size > MOST_FRAGMENTS) continue;
      for (const field of fragment.fields) fields.add(field);
      for (const next of fragment.spreads) spreads.add(next);
    }
    return [...fields];
  }
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** What code generators make of an operation's name before they add the kind. */
function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** `users` and `UsersQuery` are both `useUsersQuery`, by the generator's settings. */
function generatedNames({ name, root }: Definition): readonly string[] {
  const whole = folded(name);
  const kind = (root ?? '').toLowerCase();
  if (whole === '') return [];
  return whole.endsWith(kind) && whole !== kind ? [whole, whole.slice(0, -kind.length)] : [whole];
}

/** Those that share the most folders with a file. */
function nearestOf<One extends { readonly path: string }>(file: string, all: readonly One[]): readonly One[] {
  if (all.length < 2) return all;
  const folders = file.split('/');
  const shared = all.map(({ path }) => {
    const others = path.split('/');
    const different = folders.findIndex((name, index) => name !== others[index]);
    return different < 0 ? folders.length : different;
  });
  const most = shared.reduce((a, b) => Math.max(a, b), 0);
  return all.filter((_, index) => shared[index] === most);
}
