import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseScanner } from '../../test/cases/case-scanner.js';
import { printEdges } from '../../test/cases/print-edges.js';

const INHERITED = ['constructor', '__proto__', 'toString', 'isPrototypeOf', 'hasOwnProperty'];

describe('what is named as every object inherits it', () => {
  let scanner: CaseScanner;
  beforeAll(() => {
    scanner = new CaseScanner();
  });
  afterAll(() => scanner.close());

  it.each<[string, string, (name: string) => string]>([
    ['a module of Python', 'a.py', (name) => `import ${name}\nfrom ${name}.sub import ${name}\n${name}()\ndef f(a=${name}): ${name}.run()\n`],
    ['a class of PHP', 'a.php', (name) => `<?php use Other\\${name}; class A extends ${name} { function m(${name} $a) { $a->${name}(); return new ${name}(); } }`],
    ['a constant of Ruby', 'a.rb', (name) => `require '${name}'\n${name}.run\nclass A < ActiveRecord::Base\n  ${name} :a\nend\n`],
    ['a column type of a Rails schema', 'db/schema.rb', (name) => `ActiveRecord::Schema[7.1].define do\n  create_table "a" do |t|\n    t.${name} "b"\n    t.string "${name}"\n  end\nend\n`],
    ['a column type of a Laravel migration', 'database/migrations/2024_01_01_000000_a.php', (name) => `<?php use Illuminate\\Support\\Facades\\Schema; return new class extends Migration { function up() { Schema::create('${name}', function (Blueprint $table) { $table->${name}('a'); $table->string('${name}'); }); } };`],
    ['a type of a JPA entity', 'A.java', (name) => `import jakarta.persistence.Entity; import jakarta.persistence.Id; @Entity class A { @Id Long id; ${name} other; Long ${name}; }`],
    ['a type of a GORM model', 'a.go', (name) => `package a\nimport "gorm.io/gorm"\ntype A struct {\n\tgorm.Model\n\tOther ${name}\n}\nfunc (a *A) ${name}() { a.${name}() }\n`],
    ['a type of a Prisma model', 'schema.prisma', (name) => `model A {\n  id Int @id\n  other ${name}\n  ${name} String\n}\n`],
    ['a type of C#', 'A.cs', (name) => `using ${name}; class A : ${name} { ${name} x; void ${name}() { x.${name}(); } }`],
    ['a type of Kotlin', 'A.kt', (name) => `import ${name}.${name}\n\nclass A(val x: ${name}) : ${name}() {\n    fun ${name}() { x.${name}() }\n}\n`],
    ['a property of TypeScript', 'a.ts', (name) => `import ${name} from '${name}';\nexport class A { ${name}() { this.${name}(); ${name}(); } }\nconst { ${name}: other } = { ${name}: 1 };\n`],
    ['a table of SQL', 'a.sql', (name) => `create table ${name} (${name} ${name}(3), primary key (${name}));\n`],
    ['a kind of Kubernetes', 'a.yaml', (name) => `apiVersion: v1\nkind: ${name}\n${name}:\n  ${name}: a\n`],
    ['a key of a manifest', 'package.json', (name) => `{ "name": "${name}", "dependencies": { "${name}": "1" }, "exports": { "${name}": "./a.js" }, "${name}": {} }`],
  ])('%s is a name like others', async (_what, file, textOf) => {
    const files = new Map(INHERITED.map((name, number) => [`${number}/${file}`, textOf(name)]));
    files.set('use.js', INHERITED.map((name) => `import '${name}';`).join('\n'));
    const graph = await scanner.scan(files);
    const read = Array.from({ length: graph.nodeCount }, (_, node) => graph.path(node));
    expect(INHERITED.map((_, number) => read.includes(`${number}/${file}`) || file === 'package.json')).not.toContain(false);
  });

  it.each<[string, string, (name: string, kept: string) => string]>([
    ['C#', 'A.cs', (name, kept) => `class ${kept} { object m() => ${name}; object n() => ${name}.${name}; }`],
    ['Kotlin', 'A.kt', (name, kept) => `class ${kept} { fun m() = ${name} }`],
    ['Java', 'A.java', (name, kept) => `class ${kept} { Object m() { return ${name}; } }`],
    ['Rust', 'a.rs', (name, kept) => `use a::${name};\nstruct ${kept} {}\nfn m() -> A { ${name} }\n`],
    ['Go', 'a.go', (name, kept) => `package a\ntype ${kept} struct{}\nvar m = ${name}\n`],
    ['TypeScript', 'a.ts', (name, kept) => `export class ${kept} { m() { return ${name} ?? this.${name}; } }\n`],
  ])('one that is read in %s costs nothing', async (_language, file, textOf) => {
    const graph = await scanner.scan(new Map(INHERITED.map((name, number) => [`${number}/${file}`, textOf(name, `Kept${number}`)])));
    const kept = Array.from({ length: graph.nodeCount }, (_, node) => graph.node(node)).filter(({ name }) => /^Kept\d$/.test(name));
    expect(kept.map((node) => node.path).sort()).toEqual(INHERITED.map((_, number) => `${number}/${file}`));
  });

  it('a parameter that is annotated with its own name has no type', async () => {
    const graph = await scanner.scan(new Map([['a.py', 'def put(send: send):\n    send.run()\n']]));
    expect(printEdges(graph, 'a.py')).toEqual([]);
  });
});
