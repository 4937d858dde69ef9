import { Expression } from '../../../facts/schema.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';

/** An annotation, at a symbol or in another one. */
export class Annotation {
  constructor(
    private readonly view: FileView,
    readonly expression: number,
  ) {}

  /** A text or a number, also of a constant. */
  text(name: string): string | undefined {
    return this.view.text(this.row(name));
  }

  /** What stands without a name, or under `value`. */
  get value(): string | undefined {
    return this.view.text(this.valueRow);
  }

  /** `true`, `false`, or the last name of `EnumType.STRING`. */
  word(name: string): string | undefined {
    return this.wordAt(this.row(name));
  }

  get valueWord(): string | undefined {
    return this.wordAt(this.valueRow);
  }

  get valueRow(): number {
    const named = this.view.argument(this.expression, 'value');
    return named >= 0 ? named : this.view.argument(this.expression, 0);
  }

  says(name: string): boolean {
    return this.row(name) >= 0;
  }

  row(name: string): number {
    return this.view.argument(this.expression, name);
  }

  private wordAt(row: number): string | undefined {
    if (row < 0) return undefined;
    const kind = this.view.kind(row);
    // `false` of Kotlin is a name, `InheritanceType.JOINED` a member of what lies outside.
    return this.view.text(row) ?? (kind === Expression.name || kind === Expression.member ? this.view.name(row) : undefined);
  }

  /** Texts of `columnNames = {"a", "b"}`. */
  texts(name: string): readonly string[] {
    const row = this.row(name);
    return row < 0 ? [] : this.view.texts(row);
  }

  /** Annotations that this one is given: one alone or in braces. */
  inner(name: string): readonly Annotation[] {
    return this.annotationsAt(this.row(name));
  }

  /** Those of `@JoinColumns({…})`. */
  get listed(): readonly Annotation[] {
    return this.annotationsAt(this.valueRow);
  }

  private annotationsAt(row: number): readonly Annotation[] {
    if (row < 0) return [];
    const kind = this.view.kind(row);
    if (kind === Expression.annotation || kind === Expression.call || kind === Expression.new) return [new Annotation(this.view, row)];
    return this.view.arguments(row).map(({ value }) => new Annotation(this.view, value));
  }
}

/** The annotations of one declaration. */
export class Annotations {
  constructor(
    private readonly view: FileView,
    private readonly sites: readonly DecorationSite[],
  ) {}

  /** Those of nothing. */
  get none(): Annotations {
    return new Annotations(this.view, []);
  }

  has(...names: readonly string[]): boolean {
    return this.sites.some((site) => names.includes(site.name));
  }

  get(name: string): Annotation | undefined {
    const site = this.sites.find((candidate) => candidate.name === name);
    return site === undefined ? undefined : new Annotation(this.view, site.expression);
  }

  /** All of a name: written several times, or inside of another that holds them. */
  all(name: string, holder: string): readonly Annotation[] {
    return [...this.sites.filter((site) => site.name === name).map((site) => new Annotation(this.view, site.expression)), ...(this.get(holder)?.listed ?? [])];
  }
}
