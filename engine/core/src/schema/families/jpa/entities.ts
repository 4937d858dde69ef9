import { SymbolFlag } from '../../../facts/schema.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { Annotations } from './annotations.js';

/** A persistent field, or a property where the annotations stand at its getter. */
export interface Attribute {
  readonly part: ClassView;
  readonly name: string;
  /** Row of the file's symbols. */
  readonly symbol: number;
  /** Row of its type. */
  readonly type: number;
  readonly annotations: Annotations;
}

const DEPTH = 8;

/** How a hierarchy of entities lies in tables. */
export type Strategy = 'SINGLE_TABLE' | 'JOINED' | 'TABLE_PER_CLASS';

/** Annotations of a class. */
export function annotationsOf(one: ClassView): Annotations {
  return new Annotations(one.view, one.decorations);
}

/** The entities of a repository, and what the classes around them mean. */
export class Entities {
  private readonly byKey: ReadonlyMap<string, ClassView>;
  private readonly parents = new Set<string>();

  constructor(readonly all: readonly ClassView[]) {
    this.byKey = new Map(all.map((one) => [one.key, one]));
    for (const one of all) {
      const parent = this.parentOf(one);
      if (parent !== undefined) this.parents.add(this.rootOf(one).key);
    }
  }

  of(one: ClassView | undefined): ClassView | undefined {
    return one === undefined ? undefined : this.byKey.get(one.key);
  }

  /** The entity that a class continues. */
  parentOf(one: ClassView): ClassView | undefined {
    return one.bases().find((base) => this.byKey.has(base.key));
  }

  rootOf(one: ClassView): ClassView {
    const entities = one.bases().filter((base) => this.byKey.has(base.key));
    return entities[entities.length - 1] ?? one;
  }

  /** Whether other entities continue it. */
  isContinued(root: ClassView): boolean {
    return this.parents.has(root.key);
  }

  strategyOf(one: ClassView): Strategy {
    const stated = annotationsOf(this.rootOf(one)).get('Inheritance');
    const strategy = stated?.word('strategy') ?? stated?.valueWord;
    return strategy === 'JOINED' || strategy === 'TABLE_PER_CLASS' ? strategy : 'SINGLE_TABLE';
  }

  /** The class with its mapped superclasses, those first, up to the entity that it continues. */
  partsOf(one: ClassView): readonly ClassView[] {
    return [...one.basesBefore((base) => this.byKey.has(base.key)).filter((base) => annotationsOf(base).has('MappedSuperclass')).reverse(), one];
  }

  /** All parts of a class and of what it continues, the root's first. */
  allPartsOf(one: ClassView, depth = 0): readonly ClassView[] {
    // Classes may name each other as their bases.
    const parent = depth > DEPTH ? undefined : this.parentOf(one);
    return [...(parent === undefined ? [] : this.allPartsOf(parent, depth + 1)), ...this.partsOf(one)];
  }

  /** Attributes of parts: fields, or getters where the key's annotation stands at one. */
  attributesOf(one: ClassView, parts: readonly ClassView[]): readonly Attribute[] {
    const isByGetters = this.allPartsOf(one).some((part) => part.members('method').some(({ decorations }) => decorations.some(({ name }) => name === 'Id' || name === 'EmbeddedId')));
    return parts.flatMap((part) => attributesIn(part, isByGetters));
  }
}

export function attributesIn(part: ClassView, isByGetters: boolean): readonly Attribute[] {
  const found = isByGetters ? part.members('method').flatMap((member) => propertyOf(part, member)) : part.members().map((member) => ({ name: member.name, member }));
  return found.flatMap(({ name, member }) => {
    const annotations = new Annotations(part.view, member.decorations);
    return (member.flags & (SymbolFlag.static | SymbolFlag.transient)) !== 0 || annotations.has('Transient', 'Formula') ? [] : [{ part, name, symbol: member.symbol, type: member.type, annotations }];
  });
}

/** `getFirstName` is the property `firstName`, `getURL` is `URL`, and `getaLink` is `aLink`, where there is such a field. */
function propertyOf(part: ClassView, member: MemberView): readonly { readonly name: string; readonly member: MemberView }[] {
  const [, name] = /^(?:get|is)(.+)$/.exec(member.name) ?? [];
  if (name === undefined || (!/^\p{Lu}/u.test(name) && !part.members().some((field) => field.name === name))) return [];
  return [{ name: /^\p{Lu}{2}/u.test(name) ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`, member }];
}
