import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import type { Client } from 'graphql-ws';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { examplesPlugin } from './examples-plugin.js';
import type { Example } from './examples.js';

export interface EditorOptions {
  readonly host: HTMLElement;
  readonly live: Client;
  readonly token: () => Promise<string>;
  readonly isDark: boolean;
  readonly examples: readonly Example[];
}

/** Shows GraphiQL, the one part of the console that is made with React; nothing else of it leaves this file. */
export function showEditor({ host, live, token, isDark, examples }: EditorOptions): () => void {
  globalThis.MonacoEnvironment = {
    getWorker(_id: string, label: string): Worker {
      if (label === 'graphql') return new Worker(new URL('./graphql.worker', import.meta.url), { type: 'module' });
      if (label === 'json') return new Worker(new URL('./json.worker', import.meta.url), { type: 'module' });
      return new Worker(new URL('./editor.worker', import.meta.url), { type: 'module' });
    },
  };
  const authorized: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${await token()}`);
    return fetch(input, { ...init, headers });
  };
  const root = createRoot(host);
  root.render(
    createElement(GraphiQL, {
      fetcher: createGraphiQLFetcher({ url: '/graphql', fetch: authorized, wsClient: live }),
      plugins: [examplesPlugin(examples), HISTORY_PLUGIN],
      forcedTheme: isDark ? 'dark' : 'light',
      // Tokens never lie in the browser's storage: the header is added above.
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
      defaultTabs: examples.slice(0, 3).map(({ query, variables }) => ({ query, variables: variables === undefined ? null : JSON.stringify(variables, undefined, 2) })),
    }),
  );
  return () => root.unmount();
}
