import { describe, expect, it } from '@jest/globals';
import { JudgedLineError, readJudged } from './judged-lines.js';

const SITE = '"site":["a.py",3,4],"kind":"call","relation":"call","text":"save"';

describe('judged lines', () => {
  it('reads each verdict', () => {
    const read = readJudged([`{${SITE},"verdict":"outside"}`, '', `{${SITE},"verdict":"unjudged"}`, `{${SITE},"verdict":{"file":"b.py"}}`, `{${SITE},"verdict":{"declared":[["b.py",1,4,"save"],["c.py",2,0,"save"]]}}`]);
    expect(read.map(({ verdict }) => verdict)).toEqual([
      { kind: 'outside' },
      { kind: 'unjudged' },
      { kind: 'file', path: 'b.py' },
      { kind: 'declaration', targets: [{ place: { path: 'b.py', row: 1, column: 4 }, name: 'save' }, { place: { path: 'c.py', row: 2, column: 0 }, name: 'save' }] },
    ]);
    expect(read[0]).toMatchObject({ site: { path: 'a.py', row: 3, column: 4 }, kind: 'call', relation: 'call', text: 'save' });
  });

  it('reads what may run at a call of an interface', () => {
    const [read] = readJudged(['{"site":["a.go",1,2],"kind":"call","relation":"dispatch","verdict":"outside","text":"","dispatch":{"possible":[["b.go",3,1,"Run"]],"flowing":[]}}']);
    expect(read?.dispatch).toEqual({ possible: [{ place: { path: 'b.go', row: 3, column: 1 }, name: 'Run' }], flowing: [] });
  });

  it.each([
    ['no JSON', 'warning: something'],
    ['no verdict', `{${SITE}}`],
    ['a verdict without a declaration', `{${SITE},"verdict":{"declared":[]}}`],
    ['a place that is none', '{"site":["a.py",-1,0],"kind":"call","relation":"call","verdict":"outside","text":""}'],
    ['an unknown kind', '{"site":["a.py",1,0],"kind":"jump","relation":"call","verdict":"outside","text":""}'],
    ['an array', '[]'],
  ])('refuses %s and names the line', (_, line) => {
    expect(() => readJudged([`{${SITE},"verdict":"outside"}`, line])).toThrow(JudgedLineError);
    expect(() => readJudged([`{${SITE},"verdict":"outside"}`, line])).toThrow('line 2');
  });
});
