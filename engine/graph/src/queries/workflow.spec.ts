import { describe, expect, it } from '@jest/globals';
import { EDGE_MARKS } from '../model.js';
import type { GraphNode } from '../model.js';
import { builderOf, onRow } from '../fixtures/sample-graph.js';
import type { KeyedEdge } from '../fixtures/sample-graph.js';
import { workflow } from './workflow.js';
import type { WorkflowQuery } from './workflow.js';

const symbol = (key: string, parentKey = 'file'): GraphNode => ({ key, kind: 'symbol', symbolKind: 'method', name: key, parentKey, path: 'a.ts', range: onRow(0) });
const NODES: readonly GraphNode[] = [
  { key: 'r', kind: 'repository', name: 'r' },
  { key: 'file', kind: 'file', name: 'a.ts', parentKey: 'r', path: 'a.ts' },
  { key: 'GET /users', kind: 'trigger', name: 'GET /users', parentKey: 'r', path: 'a.ts' },
  { key: 'inline', kind: 'trigger', name: 'inline', parentKey: 'r', path: 'a.ts' },
  { key: 'consumer', kind: 'trigger', name: 'consumer', parentKey: 'r', path: 'a.ts' },
  { key: 'nightly', kind: 'trigger', name: 'nightly', parentKey: 'r', path: 'a.ts' },
  { key: 'topic', kind: 'channel', name: 'topic', parentKey: 'r' },
  { key: 'users', kind: 'table', name: 'users', parentKey: 'r' },
  { key: 'IRepo', kind: 'symbol', symbolKind: 'interface', name: 'IRepo', parentKey: 'file', path: 'a.ts' },
  { key: 'Real', kind: 'symbol', symbolKind: 'class', name: 'Real', parentKey: 'file', path: 'a.ts' },
  { key: 'Fake', kind: 'symbol', symbolKind: 'class', name: 'Fake', parentKey: 'file', path: 'a.ts' },
  symbol('list'),
  symbol('check'),
  symbol('IRepo.all', 'IRepo'),
  symbol('Real.all', 'Real'),
  symbol('Fake.all', 'Fake'),
  symbol('handle'),
];
const edge = (source: string, kind: KeyedEdge['kind'], target: string, row: number, extra: Partial<KeyedEdge> = {}): KeyedEdge => ({ source, kind, target, file: 'file', rule: kind, range: onRow(row), ...extra });
const EDGES: readonly KeyedEdge[] = [
  edge('GET /users', 'triggers', 'list', 1),
  edge('list', 'calls', 'IRepo.all', 12, { marks: EDGE_MARKS.await }),
  edge('list', 'calls', 'check', 10, { marks: EDGE_MARKS.branch }),
  edge('list', 'publishes', 'topic', 14),
  edge('check', 'calls', 'list', 30),
  edge('Real.all', 'overrides', 'IRepo.all', 40),
  edge('Fake.all', 'overrides', 'IRepo.all', 50),
  edge('Real.all', 'reads', 'users', 41),
  edge('consumer', 'consumes', 'topic', 60),
  edge('consumer', 'triggers', 'handle', 60),
  edge('nightly', 'triggers', 'file', 90),
  edge('inline', 'triggers', 'file', 70, { rule: 'express.route.inline', range: { startRow: 70, startColumn: 0, endRow: 72, endColumn: 0 } }),
  edge('file', 'calls', 'check', 71),
  edge('file', 'calls', 'handle', 80),
];

function print(edges: readonly KeyedEdge[], start: string, query: Partial<WorkflowQuery> = {}, nodes: readonly GraphNode[] = NODES): string[] {
  const graph = builderOf({ nodes, edges }).finish();
  const { steps } = workflow(graph, { start: graph.nodeNumber(start), ...query });
  return steps.map((step) => `${'  '.repeat(step.depth)}${step.kind} ${graph.name(step.node)}${step.marks === 0 ? '' : ` ${step.marks}`}${step.hop === undefined ? '' : ` ~${step.hop}`}${step.isRepeated ? ' again' : ''}${step.isCut ? ' …' : ''}`);
}

describe('workflow', () => {
  it('of a trigger that starts a file is what the file states', () => {
    expect(print(EDGES, 'nightly', { depth: 1 })).toEqual(['triggers a.ts', '  calls check …', '  calls handle']);
  });

  it('follows calls in source order, through overrides, to effects and consumers', () => {
    expect(print(EDGES, 'GET /users')).toEqual([
      'triggers list',
      '  calls check 2',
      '    calls list again',
      '  calls IRepo.all 16',
      '    overrides Fake.all ~override',
      '    overrides Real.all ~override',
      '      reads users',
      '  publishes topic',
      '    triggers handle ~channel',
    ]);
  });

  it('takes the registered implementation alone', () => {
    const lines = print([...EDGES, edge('Real', 'binds', 'IRepo', 90)], 'GET /users');
    expect(lines).toContain('    overrides Real.all ~bind');
    expect(lines.some((line) => line.includes('Fake'))).toBe(false);
  });

  it('leaves out what tests have, and calls into packages', () => {
    const nodes: readonly GraphNode[] = [
      ...NODES,
      { key: 'a.spec', kind: 'file', name: 'a.spec.ts', parentKey: 'r', path: 'a.spec.ts', role: 'test' },
      { key: 'core', kind: 'package', name: 'core', parentKey: 'r' },
      { key: 'Mock', kind: 'symbol', symbolKind: 'class', name: 'Mock', parentKey: 'a.spec', path: 'a.spec.ts' },
      symbol('Mock.all', 'Mock'),
    ];
    const lines = print([...EDGES, edge('Mock.all', 'overrides', 'IRepo.all', 55), edge('list', 'calls', 'core', 11)], 'GET /users', {}, nodes);
    expect(lines).toContain('    overrides Real.all ~override');
    expect(lines.some((line) => /Mock|core/.test(line))).toBe(false);
  });

  it('stays with the type whose member was called', () => {
    const type = (key: string): GraphNode => ({ key, kind: 'symbol', symbolKind: 'class', name: key, parentKey: 'file', path: 'a.ts' });
    const nodes = [...NODES, ...['Base', 'Orders', 'Bills'].flatMap((key) => [type(key), symbol(`${key}.create`, key), symbol(`${key}.check`, key)])];
    const edges = [
      ...['Orders', 'Bills'].flatMap((key, i) => [edge(key, 'extends', 'Base', i), edge(`${key}.create`, 'overrides', 'Base.create', i), edge(`${key}.check`, 'overrides', 'Base.check', i)]),
      edge('GET /users', 'triggers', 'Orders.create', 10),
      edge('Orders.create', 'calls', 'Base.create', 11),
      edge('Base.create', 'calls', 'Base.check', 20),
      edge('Bills.create', 'reads', 'users', 30),
      edge('Orders.check', 'writes', 'users', 31),
    ];
    // `super.create()` is the base's, which calls `check` of what it is then.
    expect(print(edges, 'GET /users', {}, nodes)).toEqual(['triggers Orders.create', '  calls Base.create', '    calls Base.check', '      overrides Orders.check ~override', '        writes users']);
  });

  it('opens what a base does again for another type that its members are', () => {
    const type = (key: string): GraphNode => ({ key, kind: 'symbol', symbolKind: 'class', name: key, parentKey: 'file', path: 'a.ts' });
    const nodes = [...NODES, ...['Base', 'Orders', 'Bills'].flatMap((key) => [type(key), symbol(`${key}.create`, key), symbol(`${key}.check`, key)])];
    const edges = [
      ...['Orders', 'Bills'].flatMap((key, i) => [edge(key, 'extends', 'Base', i), edge(`${key}.create`, 'overrides', 'Base.create', i), edge(`${key}.check`, 'overrides', 'Base.check', i), edge(`${key}.create`, 'calls', 'Base.create', 11 + i)]),
      edge('GET /users', 'triggers', 'list', 1),
      edge('list', 'calls', 'Orders.create', 2),
      edge('list', 'calls', 'Bills.create', 3),
      edge('Base.create', 'calls', 'Base.check', 20),
      edge('Bills.check', 'writes', 'users', 31),
    ];
    expect(print(edges, 'GET /users', {}, nodes)).toEqual([
      'triggers list', '  calls Orders.create', '    calls Base.create', '      calls Base.check', '        overrides Orders.check ~override',
      '  calls Bills.create', '    calls Base.create', '      calls Base.check', '        overrides Bills.check ~override', '          writes users',
    ]);
  });

  describe('of a base that is open for one type', () => {
    const type = (key: string): GraphNode => ({ key, kind: 'symbol', symbolKind: 'class', name: key, parentKey: 'file', path: 'a.ts' });
    const family = (...members: readonly string[]): GraphNode[] => [...NODES, ...['Base', 'Orders', 'Bills'].flatMap((key) => [type(key), ...members.map((member) => symbol(`${key}.${member}`, key))])];
    const overriding = (...members: readonly string[]): KeyedEdge[] => ['Orders', 'Bills'].flatMap((key, i) => [edge(key, 'extends', 'Base', i), ...members.map((member) => edge(`${key}.${member}`, 'overrides', `Base.${member}`, i))]);
    // Each type's `run` is its base's, which calls the type's `step`.
    const template = [
      ...overriding('run', 'step'),
      ...['Orders', 'Bills'].map((key, i) => edge(`${key}.run`, 'calls', 'Base.run', 11 + i)),
      edge('Base.run', 'calls', 'Base.step', 20),
      edge('GET /users', 'triggers', 'list', 1),
      edge('list', 'calls', 'Orders.run', 2),
      edge('Bills.step', 'writes', 'users', 31),
    ];

    it('opens it for another that its hook starts', () => {
      expect(print([...template, edge('Orders.step', 'calls', 'Bills.run', 30)], 'GET /users', { depth: 100 }, family('run', 'step'))).toEqual([
        'triggers list', '  calls Orders.run', '    calls Base.run', '      calls Base.step', '        overrides Orders.step ~override',
        '          calls Bills.run', '            calls Base.run', '              calls Base.step', '                overrides Bills.step ~override', '                  writes users',
      ]);
    });

    it('ends where the types start one another, once for each', () => {
      const lines = print([...template, edge('Orders.step', 'calls', 'Bills.run', 30), edge('Bills.step', 'calls', 'Orders.run', 32)], 'GET /users', { depth: 100 }, family('run', 'step'));
      expect(lines.slice(9)).toEqual(['                  writes users', '                  calls Orders.run again']);
    });

    it('opens it for another after a first visit that did not depend on it', () => {
      // What `finish` leads back to is known to depend on the type only after `finish` was left.
      const edges = [
        ...template, edge('Base.run', 'calls', 'Base.finish', 19), edge('Base.finish', 'calls', 'Base.run', 21),
        edge('Bills.finish', 'calls', 'Base.finish', 22), edge('list', 'calls', 'Bills.finish', 3), ...overriding('finish').filter(({ kind, source }) => kind === 'overrides' && source.startsWith('Bills')),
      ];
      expect(print(edges, 'GET /users', { depth: 100 }, family('run', 'step', 'finish')).filter((line) => line.includes('writes users'))).toHaveLength(1);
    });

    it('does not open it again where nothing in it depends on the type', () => {
      const edges = [
        ...overriding('run'), ...['Orders', 'Bills'].map((key, i) => edge(`${key}.run`, 'calls', 'Base.run', 11 + i)),
        edge('GET /users', 'triggers', 'list', 1), edge('list', 'calls', 'Orders.run', 2), edge('list', 'calls', 'Bills.run', 3), edge('Base.run', 'calls', 'check', 20), edge('check', 'reads', 'users', 21),
      ];
      expect(print(edges, 'GET /users', {}, family('run')).slice(-2)).toEqual(['  calls Bills.run', '    calls Base.run again']);
    });

    it('goes on at what overrides it where only `super` had asked for it', () => {
      const edges = [
        ...overriding('run'), edge('Orders.run', 'calls', 'Base.run', 11), edge('Base.run', 'reads', 'users', 20), edge('Bills.run', 'writes', 'users', 31),
        edge('GET /users', 'triggers', 'list', 1), edge('list', 'calls', 'Orders.run', 2), edge('list', 'calls', 'Base.run', 3), edge('list', 'calls', 'Base.run', 4),
      ];
      expect(print(edges, 'GET /users', {}, family('run'))).toEqual([
        'triggers list', '  calls Orders.run', '    calls Base.run', '      reads users',
        '  calls Base.run again', '    overrides Bills.run ~override', '      writes users', '  calls Base.run again',
      ]);
    });

    it('takes what only calls a package for a body', () => {
      const nodes: readonly GraphNode[] = [...family('run'), { key: 'lib', kind: 'externalPackage', name: 'lib', parentKey: 'r' }];
      const edges = [...overriding('run'), edge('Base.run', 'calls', 'lib', 20), edge('Orders.run', 'calls', 'Base.run', 21), edge('GET /users', 'triggers', 'Orders.run', 1)];
      expect(print(edges, 'GET /users', {}, nodes)).toEqual(['triggers Orders.run', '  calls Base.run']);
    });

    it('stays with the class that a trigger names beside a method of its base', () => {
      const edges = [
        ...overriding('run', 'check'), edge('Base.run', 'calls', 'Base.check', 20), edge('Orders.check', 'reads', 'users', 30), edge('Bills.check', 'writes', 'users', 31),
        edge('GET /users', 'triggers', 'Orders', 1), edge('GET /users', 'triggers', 'Base.run', 1),
      ].filter(({ kind, source }) => kind !== 'overrides' || source !== 'Orders.run');
      expect(print(edges, 'GET /users', {}, family('run', 'check'))).toEqual(['triggers Base.run', '  calls Base.check', '    overrides Orders.check ~override', '      reads users', 'triggers Orders']);
    });

    it('names each link of a chain once below the member that hands on', () => {
      // `Base.run` calls `this.next.run()`, and each link its base's.
      const edges = [
        ...overriding('run'), ...['Orders', 'Bills'].map((key, i) => edge(`${key}.run`, 'calls', 'Base.run', 11 + i)), edge('Base.run', 'calls', 'Base.run', 20),
        edge('GET /users', 'triggers', 'Orders.run', 1), edge('Bills.run', 'writes', 'users', 40),
      ];
      expect(print(edges, 'GET /users', { depth: 100 }, family('run'))).toEqual([
        'triggers Orders.run', '  calls Base.run', '    calls Base.run again', '      overrides Bills.run ~override', '        calls Base.run again', '        writes users',
      ]);
    });
  });

  it('goes on at all others where a member calls itself, which is another object\'s', () => {
    const edges = [
      edge('GET /users', 'triggers', 'Real.all', 1), edge('Real', 'extends', 'IRepo', 2), edge('Fake', 'extends', 'IRepo', 3), edge('Real.all', 'overrides', 'IRepo.all', 40), edge('Fake.all', 'overrides', 'IRepo.all', 50),
      edge('Real.all', 'calls', 'IRepo.all', 41), edge('IRepo.all', 'calls', 'IRepo.all', 60), edge('Fake.all', 'reads', 'users', 51),
    ];
    expect(print(edges, 'GET /users')).toContain('        reads users');
  });

  it('goes on at all who implement what a type asks another of its own kind for', () => {
    const edges = [edge('GET /users', 'triggers', 'Real.all', 1), edge('Real', 'implements', 'IRepo', 2), edge('Fake', 'implements', 'IRepo', 3), edge('Real.all', 'calls', 'IRepo.all', 41), edge('Real.all', 'overrides', 'IRepo.all', 40), edge('Fake.all', 'overrides', 'IRepo.all', 50), edge('Fake.all', 'reads', 'users', 51)];
    expect(print(edges, 'GET /users')).toEqual(['triggers Real.all', '  calls IRepo.all', '    overrides Fake.all ~override', '      reads users', '    overrides Real.all ~override again']);
  });

  it('takes of a handler that is written in place only what stands in it', () => {
    expect(print(EDGES, 'inline', { depth: 1 })).toEqual(['triggers a.ts', '  calls check …']);
  });

  it('says where it cuts', () => {
    expect(print(EDGES, 'GET /users', { depth: 1 })).toEqual(['triggers list', '  calls check 2 …', '  calls IRepo.all 16 …', '  publishes topic']);
    const graph = builderOf({ nodes: NODES, edges: EDGES }).finish();
    expect(workflow(graph, { start: graph.nodeNumber('list'), limit: 2 })).toMatchObject({ isTruncated: true, steps: [{}, {}] });
  });

  it('of a page goes on in what its template calls, which stands in a file that the component names', () => {
    const nodes: GraphNode[] = [
      { key: 'page', kind: 'trigger', name: '/users', parentKey: 'r', path: 'a.ts', signature: 'page angular' },
      { key: 'view', kind: 'file', name: 'view.html', parentKey: 'r', path: 'view.html' },
      { key: 'View', kind: 'symbol', symbolKind: 'class', name: 'View', parentKey: 'file', path: 'a.ts' },
      ...['View.save', 'View.load'].map((key) => symbol(key, 'View')),
    ];
    const edges = [
      edge('page', 'triggers', 'View', 100),
      edge('View', 'references', 'view', 101),
      edge('View', 'contains', 'View.save', 102),
      edge('View', 'contains', 'View.load', 103),
      edge('view', 'calls', 'View.save', 1, { file: 'view' }),
      edge('View.save', 'writes', 'users', 110),
      edge('View.load', 'reads', 'users', 111),
    ];
    const steps = ['triggers View', '  contains View.save', '    writes users', '  contains View.load', '    reads users'];
    expect(print(edges, 'page', {}, [...NODES, ...nodes])).toEqual(steps);
    expect(print([...edges, edge('handle', 'calls', 'View.load', 120)], 'page', {}, [...NODES, ...nodes])).toEqual(steps.slice(0, 3));
  });

  it('of a page is what its component holds and no code calls', () => {
    const page = (signature: string): { nodes: GraphNode[]; edges: KeyedEdge[] } => ({
      nodes: [{ key: 'page', kind: 'trigger', name: '/users', parentKey: 'r', path: 'a.ts', signature }, { key: 'View', kind: 'symbol', symbolKind: 'class', name: 'View', parentKey: 'file', path: 'a.ts' }, ...['View.onSave', 'View.load', 'View.title', 'View.onInit'].map((key) => symbol(key, 'View'))],
      edges: [
        edge('page', 'triggers', 'View', 100),
        ...['View.onSave', 'View.load', 'View.title', 'View.onInit'].map((key, i) => edge('View', 'contains', key, [130, 120, 115, 110][i] ?? 0)),
        edge('View.onInit', 'calls', 'View.load', 111),
        edge('View.load', 'reads', 'users', 121),
        edge('View.onSave', 'writes', 'users', 131),
      ],
    });
    const printed = (signature: string): string[] => {
      const { nodes, edges } = page(signature);
      const graph = builderOf({ nodes: [...NODES, ...nodes], edges }).finish();
      return workflow(graph, { start: graph.nodeNumber('page') }).steps.map((step) => `${'  '.repeat(step.depth)}${step.kind} ${graph.name(step.node)}`);
    };
    const whole = ['triggers View', '  contains View.onInit', '    calls View.load', '      reads users', '  contains View.onSave', '    writes users'];
    expect(printed('page angular')).toEqual(whole);
    expect(printed('process hosted')).toEqual(whole);
    // A route starts one function.
    expect(printed('http django')).toEqual(['triggers View']);
  });
});
