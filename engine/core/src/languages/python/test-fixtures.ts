import { DECORATION, EXPRESSION, EXPRESSION_KINDS, LOCAL, SCOPE, SYMBOL, TYPE } from '../../facts/schema.js';
import { Parts } from '../../link/parts.js';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { namedValues } from '../../named-values.js';

/** Generators that give their element to a test, as their declared type spells them. */
const GENERATORS = new Set(['Generator', 'Iterator', 'AsyncGenerator', 'AsyncIterator']);

/** Fixtures that every test may ask for, by the module that brings them. */
const PLUGIN_FIXTURES: Readonly<Record<string, string>> = namedValues({
  monkeypatch: 'pytest',
  tmp_path: 'pytest',
  tmp_path_factory: 'pytest',
  tmpdir: 'pytest',
  capsys: 'pytest',
  capfd: 'pytest',
  caplog: 'pytest',
  request: 'pytest',
  recwarn: 'pytest',
  pytestconfig: 'pytest',
  mocker: 'pytest_mock',
  client: 'pytest_django',
  admin_client: 'pytest_django',
  rf: 'pytest_django',
  settings: 'pytest_django',
  django_user_model: 'pytest_django',
  benchmark: 'pytest_benchmark',
  requests_mock: 'requests_mock',
  httpx_mock: 'pytest_httpx',
});

/** A module that a list of plugins names. */
export type FindModule = (file: LinkFile, module: string) => LinkFile | undefined;

/**
 * Fixtures of pytest: a test's parameter gets what the fixture of its name gives, which is declared in the test's file or in a
 * `conftest.py` of a folder around it, or in a plugin that one names.
 */
export class TestFixtures {
  private readonly declared = new Map<number, ReadonlyMap<string, number>>();
  private readonly parts = new Parts();

  constructor(
    private readonly program: LinkProgram,
    private readonly findModule: FindModule,
  ) {
    program.forgets(this.declared);
  }

  /** The fixture that a parameter of a test, or of another fixture, asks for; undefined for other functions. */
  of(file: LinkFile, local: number): number | undefined {
    const asking = this.asking(file, local);
    return asking === undefined ? undefined : this.find(file, file.facts.text(file.facts.locals.get(local, LOCAL.name)), asking);
  }

  /** The module whose plugin gives what a parameter asks for. */
  pluginOf(file: LinkFile, local: number): string | undefined {
    return this.asking(file, local) === undefined ? undefined : PLUGIN_FIXTURES[file.facts.text(file.facts.locals.get(local, LOCAL.name))];
  }

  /** The test or fixture whose parameter it is: a fixture's symbol, -1 for a test, undefined for other functions. */
  private asking(file: LinkFile, local: number): number | undefined {
    const { facts } = file;
    const owner = facts.scopes.get(facts.locals.get(local, LOCAL.scope), SCOPE.owner);
    if (owner < 0) return undefined;
    if ([...this.declaredIn(file).values()].includes(file.firstSymbol + owner)) return file.firstSymbol + owner;
    return facts.text(facts.symbols.get(owner, SYMBOL.name)).startsWith('test') ? -1 : undefined;
  }

  /** @param except the fixture that asks: one that has its own name overrides that of a folder above */
  private find(file: LinkFile, name: string, except: number): number | undefined {
    const own = this.named(file, name);
    if (own !== undefined && own !== except) return own;
    for (let folder = folderOf(file.path); ; folder = folderOf(folder)) {
      const configuration = this.program.fileAt(folder === '' ? 'conftest.py' : `${folder}/conftest.py`);
      if (configuration !== undefined) {
        const found = this.named(configuration, name) ?? this.inPlugins(configuration, name);
        if (found !== undefined && found !== except) return found;
      }
      if (folder === '') return undefined;
    }
  }

  private named(file: LinkFile, name: string): number | undefined {
    return this.declaredIn(file).get(name);
  }

  /** `pytest_plugins = ["a.b", …]` */
  private inPlugins(file: LinkFile, name: string): number | undefined {
    const { facts } = file;
    const list = facts.indexOf('pytest_plugins');
    for (let row = 0; list >= 0 && row < facts.symbols.rows; row++) {
      if (facts.symbols.get(row, SYMBOL.name) !== list) continue;
      const value = facts.symbols.get(row, SYMBOL.value);
      for (const expression of [value, ...this.parts.of(facts, value).map((part) => part.value)]) {
        if (expression < 0 || EXPRESSION_KINDS[facts.expressions.get(expression, EXPRESSION.kind)] !== 'literal') continue;
        const module = this.findModule(file, facts.text(facts.expressions.get(expression, EXPRESSION.extra)));
        const found = module === undefined ? undefined : this.named(module, name);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Functions that a decorator called `fixture` makes fixtures, by their names. */
  private declaredIn(file: LinkFile): ReadonlyMap<string, number> {
    const { facts } = file;
    const known = this.declared.get(file.index);
    if (known !== undefined) return known;
    const found = new Map<string, number>();
    for (let row = 0; row < facts.decorations.rows; row++) {
      const symbol = facts.decorations.get(row, DECORATION.symbol);
      const expression = facts.decorations.get(row, DECORATION.expression);
      if (symbol < 0 || expression < 0 || !this.isFixture(file, expression)) continue;
      const given = this.parts.of(facts, expression).find((part) => part.name === 'name');
      const name = given === undefined ? facts.symbols.get(symbol, SYMBOL.name) : facts.expressions.get(given.value, EXPRESSION.extra);
      found.set(facts.text(name), file.firstSymbol + symbol);
    }
    this.declared.set(file.index, found);
    return found;
  }

  private isFixture({ facts }: LinkFile, expression: number): boolean {
    const { expressions } = facts;
    const isCall = EXPRESSION_KINDS[expressions.get(expression, EXPRESSION.kind)] === 'call';
    const named = isCall ? expressions.get(expression, EXPRESSION.operand) : expression;
    return named >= 0 && /^(?:yield_)?fixture$/.test(facts.text(expressions.get(named, EXPRESSION.name)));
  }

  /** Whether a fixture is declared to give the elements of a generator. */
  givesElement(fixture: number): boolean {
    const { facts } = this.program.fileOfSymbol(fixture);
    const type = this.program.cell(fixture, SYMBOL.type);
    const name = type < 0 ? '' : facts.text(facts.types.get(type, TYPE.name));
    return GENERATORS.has(name.slice(name.lastIndexOf('.') + 1));
  }
}
