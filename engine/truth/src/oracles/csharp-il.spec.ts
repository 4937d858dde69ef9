import { describe, expect, it } from '@jest/globals';
import type { NamePart, OurEdge, OurEdges } from '../ours.js';
import { compareIl, readIl } from './csharp-il.js';

const SPACE: NamePart = { name: 'Shop', kind: 'namespace' };
const ORDERS: NamePart = { name: 'Orders', kind: 'class' };

function method(name: string, kind: NamePart['kind'] = 'method'): readonly NamePart[] {
  return [SPACE, ORDERS, { name, kind }];
}

function edge(caller: readonly NamePart[], callees: readonly (readonly NamePart[])[], isConstruction = false): OurEdge {
  return { name: '', path: '', sites: [], owner: undefined, isExact: true, rule: 'call', isConstruction, mayRun: () => [], caller: () => caller, callees: () => callees, initializer: () => undefined };
}

function ours(...edges: readonly OurEdge[]): OurEdges {
  return { files: new Map(), imports: new Map(), accesses: new Map(), calls: new Map([['src/Orders.cs:1:1', edges]]), captured: new Map() };
}

const all = (): boolean => true;

describe('readIl', () => {
  it('reads methods and refuses what is none', () => {
    expect(readIl(['{"caller":"A.B","inside":["A.C"],"made":[],"outside":[]}', ''])).toEqual([{ caller: 'A.B', inside: ['A.C'], made: [], outside: [] }]);
    expect(() => readIl(['{"caller":"A.B"}'])).toThrow('no method');
    expect(() => readIl(['null'])).toThrow('no method');
  });
});

describe('compareIl', () => {
  it('agrees by names without namespaces, over an override too', () => {
    const il = [{ caller: 'Orders.Save', inside: ['Orders.Check', 'Base.Log'], made: [], outside: [] }];
    const { exact, exactAgreed, wanted, found, missed } = compareIl(ours(edge(method('Save'), [method('Check')]), edge(method('Save'), [method('Log'), [SPACE, { name: 'Base', kind: 'class' }, { name: 'Log', kind: 'method' }]])), il, all);
    expect({ exact, exactAgreed, wanted, found, missed }).toEqual({ exact: 2, exactAgreed: 2, wanted: 2, found: 2, missed: [] });
  });

  it('takes initialisers of fields and properties for the maker of the type', () => {
    const il = [{ caller: 'Orders..cctor', inside: ['Orders..ctor'], made: [], outside: [] }];
    const made = [edge(method('all', 'field'), [[SPACE, ORDERS]], true), edge(method('Instance', 'property'), [[SPACE, ORDERS]], true)];
    expect(compareIl(ours(...made), il, all)).toMatchObject({ all: 2, allAgreed: 2, wrong: [] });
  });

  it('does not want what a source writes as a property, an operator or `using`', () => {
    const il = [{ caller: 'Orders.get_Total', inside: ['Orders.get_Lines', 'Money.op_Addition', 'Reader.Dispose'], made: [], outside: [] }];
    expect(compareIl(ours(), il, all)).toMatchObject({ wanted: 0, found: 0 });
  });

  it('judges neither a caller that the IL has not nor an override of a member of a library', () => {
    const il = [{ caller: 'Orders.Save', inside: [], made: [], outside: ['Object.ToString'] }];
    expect(compareIl(ours(edge(method('Gone'), [method('Check')]), edge(method('Save'), [method('ToString')])), il, all)).toMatchObject({ all: 0, unjudged: 2 });
  });

  it('says what is wrong and what is missed', () => {
    const il = [{ caller: 'Orders.Save', inside: ['Orders.Check'], made: [], outside: [] }];
    const { wrong, missed } = compareIl(ours(edge(method('Save'), [method('Other')])), il, all);
    expect(wrong).toEqual([{ caller: 'Orders.Save', callee: 'Orders.Other', rule: 'call' }]);
    expect(missed).toEqual([{ caller: 'Orders.Save', callee: 'Orders.Check' }]);
  });

  it('reads the given files alone', () => {
    const il = [{ caller: 'Orders.Save', inside: ['Orders.Check'], made: [], outside: [] }];
    expect(compareIl(ours(edge(method('Save'), [method('Other')])), il, () => false)).toMatchObject({ all: 0, wanted: 1, found: 0 });
  });
});
