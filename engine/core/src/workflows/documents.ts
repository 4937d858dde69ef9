import type { Definition } from '../languages/graphql/document.js';
import type { DocumentSite, DocumentUse, EffectSite, FieldTypeSite } from './sites.js';

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

/** How sure it is that a field below those of the root type is asked for: schemas and their code may be of several programs. */
const NESTED = 70;

interface TypedField {
  readonly type: string;
  readonly field: string;
}

/** Tells which fields of the root types code asks for, of documents that may stand in other files than the code that has them run. */
export class Documents {
  private readonly byHolder = new Map<string, Placed<DocumentSite>[]>();
  private readonly fragments = new Map<string, Definition>();
  private readonly operations = new Map<string, { readonly path: string; readonly definition: Definition; readonly site: DocumentSite }[]>();
  private readonly used = new Set<DocumentSite>();
  /** What fields give, by type and field. */
  private readonly gives = new Map<string, string>();
  private made = 0;

  /** @param isAnswered whether code of the repository answers a field of a type that is no root */
  constructor(
    documents: readonly Placed<DocumentSite>[],
    fields: readonly FieldTypeSite[] = [],
    private readonly isAnswered: (type: string, field: string) => boolean = () => false,
  ) {
    for (const { type, field, gives } of fields) if (!this.gives.has(`${type} ${field}`)) this.gives.set(`${type} ${field}`, gives);
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
    const shared = { kind: 'effect', framework, effect: 'requests', target: 'endpoint', protocol: 'graphql', source, range, marks } as const;
    const nested = this.nestedOf(definition, root);
    this.made += nested.length;
    return [
      ...fields.map((address): EffectSite => ({ ...shared, rule, method: root, address, confidence })),
      ...nested.map(({ type, field }): EffectSite => ({ ...shared, rule: 'graphql.nested', method: type, address: field, confidence: Math.min(confidence, NESTED) })),
    ];
  }

  /** Fields below those of the root type that code answers, as far as the schema and fragments tell their types. */
  private nestedOf(operation: Definition, root: string): readonly TypedField[] {
    const found = new Map<string, TypedField>();
    const followed = new Set<string>();
    const ask = (type: string, name: string): void => {
      if (name.startsWith('...')) {
        const fragment = this.fragments.get(name.slice(3));
        if (fragment !== undefined && !followed.has(name) && followed.size < MOST_FRAGMENTS) {
          followed.add(name);
          read(fragment, fragment.on ?? type);
        }
      } else if (type !== root && this.isAnswered(type, name)) found.set(`${type} ${name}`, { type, field: name });
    };
    const read = (definition: Definition, type: string): void => {
      for (const name of [...definition.fields, ...definition.spreads.map((spread) => `...${spread}`)]) ask(type, name);
      for (const path of definition.inner ?? []) {
        const names = path.split('/');
        const last = names.pop() ?? '';
        const holder = names.reduce<string | undefined>((at, name) => (at === undefined ? undefined : name.startsWith(':') ? name.slice(1) : this.gives.get(`${at} ${name}`)), type);
        // What a fragment is of stands in it.
        if (holder !== undefined || last.startsWith('...')) ask(holder ?? '', last);
      }
    };
    read(operation, root);
    return [...found.values()];
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
