/** A node of a YAML document with its place; aliases are not followed. */
export class YamlView {
  constructor(
    private readonly library: typeof import('yaml'),
    private readonly node: unknown,
  ) {}

  /** The value under a key of a mapping. */
  get(key: string): YamlView | undefined {
    return this.entries().find((entry) => entry.key === key)?.value;
  }

  /** The value at the end of a path of keys. */
  at(...keys: readonly string[]): YamlView | undefined {
    let found: YamlView | undefined = new YamlView(this.library, this.node);
    for (const key of keys) found = found?.get(key);
    return found;
  }

  /** Entries of a mapping in their order, each with the place of its key. */
  entries(): readonly { readonly key: string; readonly start: number; readonly value: YamlView }[] {
    if (!this.library.isMap(this.node)) return [];
    return this.node.items.flatMap(({ key, value }) => (this.library.isScalar(key) ? [{ key: String(key.value), start: key.range?.[0] ?? 0, value: new YamlView(this.library, value) }] : []));
  }

  /** Items of a sequence; a single value stands for a sequence of it. */
  items(): readonly YamlView[] {
    if (this.library.isSeq(this.node)) return this.node.items.map((item) => new YamlView(this.library, item));
    return this.library.isScalar(this.node) ? [this] : [];
  }

  get text(): string | undefined {
    const value = this.library.isScalar(this.node) ? this.node.value : undefined;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  /** Where the text begins, behind a quote. */
  get start(): number {
    if (!this.library.isNode(this.node)) return 0;
    const isQuoted = this.library.isScalar(this.node) && (this.node.type === 'QUOTE_DOUBLE' || this.node.type === 'QUOTE_SINGLE');
    return (this.node.range?.[0] ?? 0) + (isQuoted ? 1 : 0);
  }

  get end(): number {
    return this.library.isNode(this.node) ? (this.node.range?.[1] ?? 0) : 0;
  }
}
