import { convertToParamMap } from '@angular/router';
import { describe, expect, it } from '@jest/globals';
import { clear, readStep, select, selectAlso, selectEdge, writeStep } from './graph-step.js';
import type { GraphStep, StepParameters } from './graph-step.js';

const NOTHING: StepParameters = { node: undefined, also: undefined, open: undefined, focus: undefined, depth: undefined, from: undefined, to: undefined, source: undefined, target: undefined };

function throughAddress(step: GraphStep): GraphStep {
  const parameters = convertToParamMap(writeStep(step));
  return readStep({ ...NOTHING, ...Object.fromEntries(parameters.keys.map((key) => [key, parameters.getAll(key).filter((value) => value !== null)])) });
}

describe('a step of the graph', () => {
  it.each<GraphStep>([
    { also: [], open: [] },
    { node: 'npm shop . src/`a b`.ts/f().', also: ['x', 'y'], open: ['p', 'q'] },
    { also: [], open: ['p'], focus: { node: 'n', depth: 3 } },
    { also: [], open: [], path: { from: 'a', to: 'b' } },
    { also: [], open: [], edge: { source: 'a', target: 'b' } },
  ])('comes back from the address as it was: %j', (step) => {
    expect(throughAddress(step)).toEqual(step);
  });

  it('takes a depth that is no small whole number as one', () => {
    for (const depth of ['0', '99', '1.5', 'x', '']) expect(readStep({ ...NOTHING, focus: 'n', depth }).focus).toEqual({ node: 'n', depth: 1 });
  });

  it('adds to the selection with Shift, and takes away again', () => {
    const one = selectAlso({ also: [], open: [] }, 'a');
    const two = selectAlso(one, 'b');
    expect(two).toEqual({ node: 'a', also: ['b'], open: [] });
    expect(selectAlso(two, 'b')).toEqual(one);
  });

  it('selects a node or an edge, never both', () => {
    const edge = selectEdge({ node: 'a', also: ['b'], open: ['p'] }, 'a', 'b');
    expect(edge).toEqual({ also: [], open: ['p'], edge: { source: 'a', target: 'b' } });
    expect(select(edge, 'c')).toEqual({ node: 'c', also: [], open: ['p'] });
  });

  it('clears the selection first, then focus, last what is open', () => {
    const focused: GraphStep = { node: 'a', also: [], open: ['p'], focus: { node: 'a', depth: 2 } };
    const first = clear(focused);
    expect(first).toEqual({ also: [], open: ['p'], focus: { node: 'a', depth: 2 } });
    const second = clear(first);
    expect(second).toEqual({ also: [], open: ['p'] });
    expect(clear(second)).toEqual({ also: [], open: [] });
  });
});
