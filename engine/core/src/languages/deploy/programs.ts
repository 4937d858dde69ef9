/** What a command starts through a program that finds the file itself, and where it is named. */
export interface Started {
  /** `module`: a module of Python; `celery`: one that has an application of Celery, or the package of it; `script`: a script of a package.json; `start`: a file. */
  readonly naming: 'module' | 'celery' | 'script' | 'start';
  readonly name: string;
  /** The folder in which it is looked for, where the command says one. */
  readonly folder: string;
  readonly start: number;
  readonly end: number;
}

interface Token {
  readonly text: string;
  readonly start: number;
}

/** Words of a command; what ends one command and begins another is a word of its own. A line that ends with `\` goes on. */
const TOKEN = /\\\r?\n|&&|\|\|?|[;\n&]|[\p{L}\p{N}_@./:=+~-]+/gu;
const END = /^(?:&&|\|\|?|[;\n&])$/;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.:-]*$/u;
const MODULE = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u;
/** Servers that are given a module and what is served of it. */
const SERVERS = /^(?:uvicorn|gunicorn|hypercorn|daphne|granian)$/;
/** Options of Node.js that take the next word. */
const NODE_VALUES = /^(?:-r|--require|--import|--loader|--experimental-loader|--env-file|-C|--conditions|--title)$/;
/** Commands of package managers that are no scripts, where a script may be named without `run`. */
const NO_SCRIPTS = new Set(['install', 'i', 'ci', 'add', 'remove', 'exec', 'dlx', 'x', 'create', 'init', 'link', 'publish', 'pack', 'cache', 'config', 'global', 'workspace', 'workspaces', 'set', 'why', 'up', 'upgrade', 'update', 'audit', 'version', 'info', 'import', 'prune', 'rebuild', 'store', 'fetch', 'deploy']);
/** Words that are looked at behind a program. */
const MOST_WORDS = 64;
/** Programs that find the file themselves, with how each is told what to start. */
const PROGRAMS: readonly (readonly [program: RegExp, read: (words: readonly Token[], program: string) => Started | undefined])[] = [
  [/^(?:python|pypy)[\d.]*$/, byPython],
  [SERVERS, byServer],
  [/^celery$/, byCelery],
  [/^(?:npm|pnpm|yarn|bun)$/, byPackageManager],
  [/^node(?:js)?$/, byNode],
];
const NPM_SCRIPTS = new Set(['start', 'stop', 'restart', 'test']);

/**
 * Modules and scripts that commands start: `python -m pkg.mod`, `uvicorn pkg.mod:app`, `npm run x`, `yarn x`, and files that Node.js is
 * given without an ending.
 * @param pieces parts of the text that are one command line together, such as the items of a list, with their places
 */
export function startedByPrograms(pieces: readonly { readonly text: string; readonly start: number }[]): readonly Started[] {
  const found: Started[] = [];
  let command: Token[] = [];
  const flush = (): void => {
    found.push(...startedBy(command));
    command = [];
  };
  for (const piece of pieces) {
    for (const { 0: text, index } of piece.text.matchAll(TOKEN)) {
      if (END.test(text)) flush();
      else if (!text.startsWith('\\')) command.push({ text, start: piece.start + index });
    }
  }
  flush();
  return found;
}

function startedBy(command: readonly Token[]): readonly Started[] {
  for (const [place, { text }] of command.entries()) {
    const program = text.slice(text.lastIndexOf('/') + 1);
    const read = PROGRAMS.find(([names]) => names.test(program))?.[1];
    const found = read?.(command.slice(place + 1, place + 1 + MOST_WORDS), program);
    if (found !== undefined) return [found];
  }
  return [];
}

function byPython(words: readonly Token[]): Started | undefined {
  const at = words.findIndex(({ text }) => text === '-m');
  // Options alone stand before it.
  const module = at < 0 || words.slice(0, at).some(({ text }) => !text.startsWith('-')) ? undefined : words[at + 1];
  return module === undefined ? undefined : SERVERS.test(module.text) ? byServer(words.slice(at + 2)) : MODULE.test(module.text) ? started('module', module) : undefined;
}

function byServer(words: readonly Token[]): Started | undefined {
  const app = words.find(({ text }) => /^[\p{L}_][\p{L}\p{N}_.]*:[\p{L}_][\p{L}\p{N}_.]*$/u.test(text));
  return app === undefined ? undefined : started('module', { ...app, text: app.text.slice(0, app.text.indexOf(':')) });
}

/** `celery -A shop worker`, `celery --app=shop.tasks:app beat`: docs.celeryq.dev/en/stable/reference/cli.html. */
function byCelery(words: readonly Token[]): Started | undefined {
  for (const [at, word] of words.entries()) {
    const [, inWord] = /^--app=(.+)$/.exec(word.text) ?? [];
    const next = word.text === '-A' || word.text === '--app' ? words[at + 1] : undefined;
    const app = inWord === undefined ? next : { text: inWord, start: word.start + '--app='.length };
    const module = app?.text.replace(/:.*$/, '') ?? '';
    if (app !== undefined) return MODULE.test(module) ? started('celery', { ...app, text: module }) : undefined;
  }
  return undefined;
}

function byPackageManager(words: readonly Token[], program: string): Started | undefined {
  const end = words.findIndex(({ text }) => text === '--');
  // Which package a name means is not known here.
  if (words.slice(0, end < 0 ? undefined : end).some(({ text }) => /^(?:-w|--workspaces?|--filter|-F)(?:=|$)/.test(text))) return undefined;
  let folder = '';
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.text === '--') return undefined;
    const [option = '', value] = word.text.split('=');
    if (/^(?:--prefix|--cwd|-C|--dir)$/.test(option)) {
      folder = value ?? words[++at]?.text ?? '';
      continue;
    }
    if (word.text.startsWith('-')) continue;
    const isRun = word.text === 'run' || word.text === 'run-script';
    const script = isRun ? words.slice(at + 1).find(({ text }) => !text.startsWith('-')) : word;
    const isScript = isRun || (program === 'npm' || program === 'bun' ? NPM_SCRIPTS.has(word.text) : !NO_SCRIPTS.has(word.text));
    return script !== undefined && isScript && NAME.test(script.text) ? { ...started('script', script), folder: folder.replace(/^\.\/?/, '') } : undefined;
  }
  return undefined;
}

/** A file with its ending is found without this. */
function byNode(words: readonly Token[]): Started | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) return undefined;
    if (NODE_VALUES.test(word.text)) at++;
    else if (!word.text.startsWith('-')) return /^(?:\.\/)?[\p{L}\p{N}_@-][\p{L}\p{N}_@./-]*$/u.test(word.text) && !/\.[cm]?[jt]s$/.test(word.text) && word.text.includes('/') ? started('start', { ...word, text: `${word.text.replace(/^\.\//, '')}.js` }, word.text.length) : undefined;
  }
  return undefined;
}

function started(naming: Started['naming'], { text, start }: Token, length = text.length): Started {
  return { naming, name: text, folder: '', start, end: start + length };
}
