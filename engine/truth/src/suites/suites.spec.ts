import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readJellyGraph, runJelly } from './jelly.js';
import { SuiteFormatError, readNamedGraph, wantedPairs } from './named-graph.js';
import { DOTTED, JVM, runNamedSuite } from './named-suite.js';
import { scoreCases } from './suite-score.js';

describe('graphs by name', () => {
  it('reads callers with their callees and refuses anything else', () => {
    expect(readNamedGraph('{"main":["main.f"],"main.f":[]}')).toEqual(new Map([['main', ['main.f']], ['main.f', []]]));
    for (const text of ['[]', '{"main":"main.f"}', '{"main":[1]}', 'main']) expect(() => readNamedGraph(text)).toThrow(SuiteFormatError);
  });

  it('keeps builtins apart, and gives what a lambda calls to its surroundings', () => {
    const graph = readNamedGraph('{"main":["<builtin>.print","main.f"],"main.f.<lambda1>":["main.g"]}');
    expect(wantedPairs(graph, DOTTED)).toEqual({ pairs: new Set(['main -> main.f', 'main.f -> main.g']), outside: 1 });
  });

  it('spells Python, JavaScript and Java as the suites do', () => {
    expect(DOTTED.nameOf('pkg/__init__.py', [{ name: 'A', kind: 'class' }, { name: 'run', kind: 'method' }])).toBe('pkg.A.run');
    expect(DOTTED.nameOf('main.js', [])).toBe('main');
    const parts = [{ name: 'shop', kind: 'namespace' }, { name: 'Outer', kind: 'class' }, { name: 'Inner', kind: 'class' }] as const;
    expect(JVM.nameOf('', [...parts, { name: 'run', kind: 'method' }])).toBe('shop.Outer$Inner:run');
    expect(JVM.nameOf('', [...parts, { name: 'Inner', kind: 'constructor' }])).toBe('shop.Outer$Inner:<init>');
    expect(JVM.callerOf('shop.Outer:run(int)')).toBe('shop.Outer:run');
  });
});

describe('graphs by place', () => {
  it('reads functions as a list or by index, from zero', () => {
    const [fun] = readJellyGraph('{"files":["a.js"],"functions":{"0":"0:1:1:3:2"},"fun2fun":[[0,0]]}').functions;
    expect(fun).toEqual({ path: 'a.js', startRow: 0, startColumn: 0, endRow: 2, endColumn: 1 });
    expect(readJellyGraph('{"files":["a.js"],"functions":["0:1:1:3:2"],"fun2fun":[[0,0]]}').pairs).toEqual([[0, 0]]);
    for (const text of ['{}', 'null', '{"files":["a.js"],"functions":["7:1:1:1:1"],"fun2fun":[]}', 'x']) expect(() => readJellyGraph(text)).toThrow(SuiteFormatError);
  });
});

describe('scoreCases', () => {
  it('counts by category and over all', () => {
    const scores = scoreCases([
      { category: 'args', name: 'one', wanted: new Set(['a', 'b']), ours: new Set(['a']), outside: 1 },
      { category: 'args', name: 'two', wanted: new Set(['c']), ours: new Set(['c', 'd']), outside: 0 },
    ]);
    expect(scores.get('all')).toEqual({ cases: 2, wanted: 3, found: 2, ours: 3, right: 2, outside: 1, sound: 1, complete: 1 });
  });
});

describe('suites over folders', () => {
  let folder: string;
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-truth-spec-'));
    write('named/classes/made/main.py', 'class A:\n    def __init__(self):\n        self.run()\n\n    def run(self):\n        pass\n\na = A()\n');
    write('named/classes/made/callgraph.json', '{"main":["main.A.__init__"],"main.A.__init__":["main.A.run"],"main.A.run":[]}');
    write('places/micro/calls.js', 'function f() {\n  g();\n}\nfunction g() {}\nf();\n');
    write('places/micro/calls.json', '{"files":["calls.js"],"functions":["0:1:1:6:1","0:1:1:3:2","0:4:1:4:16"],"fun2fun":[[0,1],[1,2]]}');
    write('places/micro/gone.json', '{"files":["gone.js"],"functions":[],"fun2fun":[]}');
    write('places/micro/package.json', '{"name":"micro"}');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('runs each case of a suite by name', async () => {
    const [made, ...more] = await runNamedSuite(path.join(folder, 'named'));
    expect(more).toEqual([]);
    expect(made).toMatchObject({ category: 'classes', wanted: new Set(['main -> main.A.__init__', 'main.A.__init__ -> main.A.run']) });
    expect(made?.ours).toEqual(made?.wanted);
  });

  it('runs the programs of a suite by place, and counts those that are not there', async () => {
    const { results, leftOut } = await runJelly(path.join(folder, 'places'));
    expect(leftOut).toBe(1);
    expect(results.map(({ name, ours }) => [name, [...ours].sort()])).toEqual([['calls.json', ['0 -> 1', '1 -> 2']]]);
  });
});
