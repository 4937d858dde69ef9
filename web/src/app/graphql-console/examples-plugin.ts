import { useGraphiQL } from '@graphiql/react';
import type { GraphiQLPlugin } from '@graphiql/react';
import { createElement } from 'react';
import type { FC } from 'react';
import type { Example } from './examples.js';

const Mark: FC = () =>
  createElement('svg', { viewBox: '0 0 20 20', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, 'aria-hidden': true }, createElement('path', { d: 'M5 3h10v14l-5-4-5 4z', strokeLinejoin: 'round' }));

/** A page in GraphiQL's side bar from which an example goes into the open tab. */
export function examplesPlugin(examples: readonly Example[]): GraphiQLPlugin {
  const Examples: FC = () => {
    const queryEditor = useGraphiQL((state) => state.queryEditor);
    const variableEditor = useGraphiQL((state) => state.variableEditor);
    const use = ({ query, variables }: Example): void => {
      queryEditor?.setValue(query);
      variableEditor?.setValue(variables === undefined ? '' : JSON.stringify(variables, undefined, 2));
    };
    const rows = examples.map((example) =>
      createElement('li', { key: example.title }, createElement('button', { type: 'button', className: 'graphiql-un-styled pn-example', onClick: () => use(example) }, example.title)),
    );
    return createElement('section', { 'aria-label': 'Examples' }, createElement('div', { className: 'graphiql-history-header' }, 'Examples'), createElement('ul', { className: 'pn-list' }, rows));
  };
  return { title: 'Examples', icon: Mark, content: Examples };
}
