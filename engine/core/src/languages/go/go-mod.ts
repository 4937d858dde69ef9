/** What a go.mod states. */
export interface GoMod {
  readonly module: string;
  /** Modules to their versions. */
  readonly requires: ReadonlyMap<string, string>;
  /** Modules to the folders below the file's that stand in for them. */
  readonly folders: ReadonlyMap<string, string>;
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)\/\/.*$/, '').trim();
}

/** Statements of a go.mod or go.work: the verb with each of its lines, whether in brackets or not. */
function* statements(content: string): Generator<readonly [verb: string, words: readonly string[]]> {
  let block: string | undefined;
  for (const raw of content.split('\n')) {
    const line = withoutComment(raw);
    if (line === '') continue;
    if (block !== undefined) {
      if (line === ')') block = undefined;
      else yield [block, words(line)];
      continue;
    }
    const [verb = '', ...rest] = words(line);
    if (rest.length === 1 && rest[0] === '(') block = verb;
    else yield [verb, rest];
  }
}

function words(line: string): readonly string[] {
  return line.split(/\s+/).map((word) => word.replace(/^["`]|["`]$/g, ''));
}

export function readGoMod(content: string | undefined): GoMod {
  let module = '';
  const requires = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const [verb, [first = '', ...rest]] of statements(content ?? '')) {
    if (verb === 'module') module = first;
    if (verb === 'require') requires.set(first, rest[0] ?? '');
    if (verb !== 'replace') continue;
    const [target = '', version] = rest.slice(rest.indexOf('=>') + 1);
    if (/^\.{1,2}(?:\/|$)/.test(target)) folders.set(first, target);
    else if (requires.has(first) && version !== undefined) requires.set(first, version);
  }
  return { module, requires, folders };
}

/** Versions that a go.sum lists, for modules that a go.mod leaves out: the last of each module's. */
export function readGoSum(content: string | undefined): ReadonlyMap<string, string> {
  return new Map([...(content ?? '').matchAll(/^(\S+) (v[^\s/]+) h1:/gm)].map(([, module = '', version = '']) => [module, version]));
}
