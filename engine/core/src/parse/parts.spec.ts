import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeFacts } from '../facts/encode.js';
import type { FileFacts } from '../facts/file-facts.js';
import { ARGUMENT, DECORATION, EXPRESSION, EXPRESSION_KINDS, LOCAL, REGION, REGION_KINDS, SYMBOL } from '../facts/schema.js';
import { allLanguages } from '../languages/registry.js';
import { Extractor } from './extractor.js';
import { compile } from './parse-phase.js';

let extractor: Extractor;

beforeAll(async () => {
  const grammars = allLanguages().flatMap((language) => language.grammars);
  extractor = await Extractor.create(2_000);
  await extractor.use(grammars.map(compile));
});

function read(grammar: string, source: string): FileFacts {
  return decodeFacts(extractor.extract(grammar, source).facts);
}

/** `kind` and, for a literal or name, its text. */
function expressionText(facts: FileFacts, row: number): string {
  const kind = EXPRESSION_KINDS[facts.expressions.get(row, EXPRESSION.kind)] ?? '?';
  if (kind === 'literal') return `literal ${facts.text(facts.expressions.get(row, EXPRESSION.extra))}`;
  return `${kind} ${facts.text(facts.expressions.get(row, EXPRESSION.name))}`.trim();
}

function partsOf(facts: FileFacts): string[] {
  return Array.from({ length: facts.arguments.rows }, (_, row) => {
    const name = facts.text(facts.arguments.get(row, ARGUMENT.name));
    return `${expressionText(facts, facts.arguments.get(row, ARGUMENT.expression))}[${facts.arguments.get(row, ARGUMENT.position)}${name === '' ? '' : ` ${name}`}] = ${expressionText(facts, facts.arguments.get(row, ARGUMENT.value))}`;
  });
}

function decorationsOf(facts: FileFacts): string[] {
  return Array.from({ length: facts.decorations.rows }, (_, row) => {
    const symbol = facts.decorations.get(row, DECORATION.symbol);
    const local = facts.decorations.get(row, DECORATION.local);
    const at = local >= 0 ? `parameter ${facts.text(facts.locals.get(local, LOCAL.name))}` : facts.text(facts.symbols.get(symbol, SYMBOL.name));
    return `${expressionText(facts, facts.decorations.get(row, DECORATION.expression))} at ${at}`;
  });
}

function regionsOf(facts: FileFacts): string[] {
  return Array.from({ length: facts.regions.rows }, (_, row) => `${REGION_KINDS[facts.regions.get(row, REGION.kind)] ?? '?'} ${facts.regions.get(row, REGION.startRow) + 1}:${facts.regions.get(row, REGION.startColumn) + 1}`);
}

describe('parts of calls', () => {
  it('keeps arguments, entries and elements with their names', () => {
    const facts = read('typescript', "app.route({ method: 'GET', url: `/users/${id}/x`, tags: ['a', b] }, 5, x + 1);");
    expect(partsOf(facts)).toEqual(['call[0] = object', 'call[1] = literal 5', 'object[0 method] = literal GET', 'object[1 url] = literal /users/{}/x', 'object[2 tags] = array', 'literal /users/{}/x[0] = name id', 'array[0] = literal a', 'array[1] = name b']);
  });

  it('keeps what stands in the gaps of a text that may be a path or a statement', () => {
    const facts = read('typescript', 'f(`${BASE}/users/${user.id}`, BASE + "/a/" + one(), `SELECT * FROM ${TABLE}`, `hello ${name}`, `{}/${both}`);');
    expect(partsOf(facts).filter((part) => part.startsWith('literal'))).toEqual(['literal {}/users/{}[0] = name BASE', 'literal {}/users/{}[1] = member id', 'literal {}/a/{}[0] = name BASE', 'literal {}/a/{}[1] = call', 'literal SELECT * FROM {}[0] = name TABLE']);
  });

  it('keeps names that stand in a text without a node', () => {
    const facts = read('kotlin', 'fun f() { g("$BASE/users/${user.id}/$id") }');
    expect(partsOf(facts).filter((part) => part.startsWith('literal'))).toEqual(['literal {}/users/{}/{}[0] = name BASE', 'literal {}/users/{}/{}[1] = member id', 'literal {}/users/{}/{}[2] = name id']);
  });

  it('keeps the first type argument of a call', () => {
    const facts = read('csharp', 'class A { void M() { builder.Entity<User>(u => { }); F(users, name: "x"); new User { Name = "n" }; } }');
    expect(partsOf(facts)).toEqual(['call[0] = lambda', 'call[0] = name users', 'call[1 name] = literal x', 'new[0 Name] = literal n']);
    expect(facts.expressions.get(0, EXPRESSION.extra)).toBeGreaterThanOrEqual(0);
  });

  it('keeps statements and leaves long data out', () => {
    const long = 'x'.repeat(500);
    const facts = read('typescript', `f('${long}', 'SELECT ${long}');`);
    expect(partsOf(facts)).toEqual(['call[0] = literal ', `call[1] = literal SELECT ${long}`]);
  });
});

describe('decorations', () => {
  it('belong to what they stand at, in front of it or in it', () => {
    const facts = read('typescript', "@Controller('a') export class A {\n @Get(':id') one(@Param('id') id: string, @Inject() private b: B) {}\n @Input() name = 1;\n}\n@Sealed class C { f() {} }");
    expect(decorationsOf(facts)).toEqual(['call at A', 'call at one', 'call at parameter id', 'call at parameter b', 'call at name', 'name Sealed at C']);
  });

  it('are attributes in C#, with their arguments', () => {
    const facts = read('csharp', '[Route("api/[controller]")] class A { [HttpGet("{id}", Name = "one")] public int Get([FromRoute] int id) => 1; [Key] public int Id { get; set; } }');
    expect(decorationsOf(facts)).toEqual(['annotation Route at A', 'annotation HttpGet at Get', 'annotation FromRoute at parameter id', 'annotation Key at Id']);
    expect(partsOf(facts)).toEqual(['annotation Route[0] = literal api/[controller]', 'annotation HttpGet[0] = literal {id}', 'annotation HttpGet[1 Name] = literal one']);
  });
});

describe('regions', () => {
  it('mark loops, branches, handlers of errors and joins', () => {
    const facts = read('typescript', 'for (;;) {}\nif (a) b(); else c();\ntry {} catch { d(); }\nawait Promise.all([e()]);');
    expect(regionsOf(facts)).toEqual(['loop 1:1', 'branch 2:8', 'branch 2:13', 'catch 3:8', 'parallel 4:7']);
  });
});

describe('Java', () => {
  const source = `@Table(name = "orders", indexes = {@Index(columnList = "a", unique = true)})
class Order {
  @Column(name = "shop_id", nullable = false) private long shop;
  @GetMapping("/{id}") Order one(@PathVariable("id") long id) { return http.get(BASE + "/orders/" + id, Order.class, new String[] {"a"}); }
}`;

  it('keeps what annotations are given; one inside another is its argument', () => {
    const facts = read('java', source);
    expect(decorationsOf(facts)).toEqual(['annotation Table at Order', 'annotation Column at shop', 'annotation GetMapping at one', 'annotation PathVariable at parameter id']);
    expect(partsOf(facts)).toEqual(expect.arrayContaining(['annotation Table[0 name] = literal orders', 'annotation Table[1 indexes] = array', 'array[0] = annotation Index', 'annotation Index[1 unique] = literal true', 'annotation GetMapping[0] = literal /{id}']));
  });

  it('joins strings, and keeps class literals and arrays', () => {
    expect(partsOf(read('java', source))).toEqual(expect.arrayContaining(['call[0] = literal {}/orders/{}', 'call[1] = literal Order.class', 'call[2] = array', 'array[0] = literal a']));
  });

  it('reads text blocks', () => {
    expect(partsOf(read('java', 'class A { void m() { f("""\n  select 1"""); } }'))).toEqual(['call[0] = literal \n  select 1']);
  });
});

describe('Go', () => {
  it('takes the tag of a field for its annotation', () => {
    const facts = read('go', 'package a\ntype Order struct {\n\tID int `gorm:"primaryKey" json:"id"`\n\tShop string\n\tLast int `db:"last"`\n}\nfunc f() {}');
    expect(decorationsOf(facts)).toEqual(['annotation at ID', 'annotation at Last']);
    expect(partsOf(facts)).toEqual(['annotation[0] = literal gorm:"primaryKey" json:"id"', 'annotation[0] = literal db:"last"']);
  });

  it('keeps handlers, fields of literals and entries of maps', () => {
    const facts = read('go', 'package a\nfunc f() { r.GET("/x/:id", h.one, two) ; g(Config{Name: "n", Next: &c}, map[string]int{"a": 1}, []string{"s"} /* why */, func() {}) }');
    expect(partsOf(facts)).toEqual(['call[0] = literal /x/:id', 'call[1] = member one', 'call[2] = name two', 'call[0] = new', 'call[1] = cast', 'call[2] = cast', 'call[3] = lambda', 'new[0 Name] = literal n', 'new[1 Next] = same', 'object[0 a] = literal 1', 'array[0] = literal s']);
  });

  it('marks what runs beside other code', () => {
    expect(regionsOf(read('go', 'package a\nfunc f() {\n\tgo g()\n\tfor range x {}\n\tif a {} else {}\n\tswitch a { case 1: }\n}'))).toEqual(['parallel 3:2', 'loop 4:2', 'branch 5:7', 'branch 5:15', 'branch 6:13']);
  });
});

describe('Kotlin', () => {
  it('takes a lambda behind the brackets for the last argument, and knows names', () => {
    const facts = read('kotlin', 'fun f() {\n  get("/users/$id/${x.y}", named = 1) { call.respond() }\n  launch { go() }\n}\n');
    expect(partsOf(facts)).toEqual(['call[0] = literal /users/{}/{}', 'call[1 named] = literal 1', 'call[2] = lambda', 'literal /users/{}/{}[0] = name id', 'literal /users/{}/{}[1] = member y', 'call[0] = lambda']);
    expect(regionsOf(facts)).toEqual(['lambda 2:39', 'parallel 3:3', 'lambda 3:10']);
  });

  it('keeps what annotations are given', () => {
    const facts = read('kotlin', '@Entity\n@Table(name = "orders", indexes = [Index("a")])\nclass Order(@Id val id: Long) {\n  @GetMapping("/x")\n  fun one(@PathVariable id: Long) = 1\n}\n');
    expect(decorationsOf(facts)).toEqual(['annotation Entity at Order', 'annotation Table at Order', 'annotation Id at parameter id', 'annotation GetMapping at one', 'annotation PathVariable at parameter id']);
    expect(partsOf(facts)).toEqual(expect.arrayContaining(['annotation Table[0 name] = literal orders', 'annotation Table[1 indexes] = array', 'annotation GetMapping[0] = literal /x']));
  });
});
