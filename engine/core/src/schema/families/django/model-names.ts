import type { FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import { outsideModel } from '../../family.js';
import { topLevelText } from '../../top-level-text.js';
import { OUTSIDE, pathOfLabel } from './own-tables.js';

export function isModel(one: ClassView): boolean {
  const bases = one.baseNames();
  if (bases.some((name) => name === 'Model' || name === 'AbstractUser' || name === 'AbstractBaseUser')) return true;
  return (bases.some((name) => /[a-z]Model(?:Mixin)?$/.test(name)) || one.outsideBaseNames().some((name) => /[a-z]Base$/.test(name))) && hasFields(one);
}

/** `MPTTModel`, `TagBase` and the like of other packages are models where fields of Django stand in the class: `models.CharField(…)`. */
function hasFields(one: ClassView): boolean {
  return one.members().some(({ value }) => {
    const [first, second] = value < 0 ? [] : one.view.chain(value);
    return first?.name === 'models' && second !== undefined && second.call >= 0 && /^(?:\w*Field|ForeignKey)$/.test(second.name);
  });
}

/** Options of the inner class `Meta`. */
export function metaOf(one: ClassView, context: SchemaContext): ClassView | undefined {
  return classesOf(one.view, context).find((inner) => inner.name === 'Meta' && one.isAround(inner.symbol));
}

/** A member of a class as text. */
export function option(one: ClassView | undefined, name: string): string | undefined {
  const member = one?.members().find((candidate) => candidate.name === name);
  return member === undefined ? undefined : one?.view.text(member.value);
}

/** The models of a repository by the names that others know them by. */
export class ModelNames {
  /** Every class of the files, models or not. */
  readonly all: readonly ClassView[];
  /** Labels that an application's configuration gives it, by its folder's name. */
  private readonly labels = new Map<string, string>();
  /** Models by `label.name` in lower case. */
  private readonly byName = new Map<string, ClassView>();
  /** What the settings say of it: `people.Person`. */
  readonly userModel: string | undefined;

  constructor(
    views: readonly FileView[],
    private readonly context: SchemaContext,
  ) {
    this.all = views.flatMap((view) => classesOf(view, context));
    for (const one of this.all) {
      const label = one.baseNames().includes('AppConfig') ? option(one, 'label') : undefined;
      if (label !== undefined) this.labels.set(option(one, 'name') ?? '', label);
    }
    for (const one of this.all) if (isModel(one)) this.byName.set(`${this.labelOf(one)}.${one.name}`.toLowerCase(), one);
    this.userModel = views.map((view) => topLevelText(view, 'AUTH_USER_MODEL')).find((text) => text !== undefined);
  }

  /** The label of the application that a model belongs to. */
  labelOf(one: ClassView): string {
    const stated = option(metaOf(one, this.context), 'app_label');
    return stated ?? this.labelOfFolder(one.view.file.path.replace(/(?:^|\/)models(?:\.py$|\/.*$)/, '').replace(/\/[^/]*\.py$/, ''));
  }

  /** The label of the application that lies in a folder. */
  labelOfFolder(folder: string): string {
    const folders = folder.split('/');
    const app = folders[folders.length - 1] ?? '';
    const packageName = folders.join('.');
    return [...this.labels].find(([name]) => name !== '' && (packageName === name || packageName.endsWith(`.${name}`)))?.[1] ?? (app === '' ? 'app' : app);
  }

  /** The model that a relation names: a class, its name in quotes with or without its application, `self`, or the user's. */
  targetOf(one: ClassView, view: FileView, call: number): ClassView | undefined {
    const first = relatedRow(view, call);
    const text = view.name(first) === 'AUTH_USER_MODEL' ? (view.text(first) ?? this.userModel) : view.text(first);
    if (text === 'self') return one;
    const target = text === undefined ? classOfSymbol(view.symbolNamed(first), this.context) : (this.byName.get((text.includes('.') ? text : `${this.labelOf(one)}.${text}`).toLowerCase()) ?? classOfSymbol(view.typeNamed(text), this.context));
    return target === undefined ? undefined : this.ownerOf(target);
  }

  /** The model that stands in for Django's user, where the settings name one. */
  user(): ClassView | undefined {
    const found = this.userModel === undefined ? undefined : this.byName.get(this.userModel.toLowerCase());
    return found === undefined ? undefined : this.ownerOf(found);
  }

  /** Key and name of what a relation points at: a model of the repository, or one that comes with Django. */
  referenceOf(one: ClassView, view: FileView, call: number): { readonly key: string; readonly name: string; readonly own?: ClassView } | undefined {
    const own = this.targetOf(one, view, call);
    if (own !== undefined) return { key: own.key, name: own.name, own };
    const first = relatedRow(view, call);
    const text = view.name(first) === 'AUTH_USER_MODEL' ? 'auth.User' : view.text(first);
    const path = text === undefined ? outsidePathOf(view, first) : pathOfLabel(text);
    return path === undefined ? undefined : { key: outsideModel(path), name: path.replace(/^.*\./, '') };
  }

  /** The model whose table another stands for as a proxy. */
  ownerOf(one: ClassView, depth = 0): ClassView {
    const base = option(metaOf(one, this.context), 'proxy') === 'True' && depth < 8 ? one.directBases().find(isModel) : undefined;
    return base === undefined ? one : this.ownerOf(base, depth + 1);
  }
}

/** The argument that says what a relation points at. */
export function relatedRow(view: FileView, call: number): number {
  const first = view.argument(call, 0);
  return first >= 0 ? first : view.argument(call, 'to');
}

function outsidePathOf(view: FileView, expression: number): string | undefined {
  const outcome = expression < 0 ? undefined : view.linker.named(view.file, expression);
  return outcome?.kind === 'external' && OUTSIDE.test(outcome.member) ? outcome.member : undefined;
}
