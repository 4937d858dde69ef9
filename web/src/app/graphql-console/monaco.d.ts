// What monaco asks of the page; its own types would bring in the whole editor.
interface MonacoWorkers {
  getWorker(id: string, label: string): Worker;
}
// A property of the global object, which only `var` declares.
// eslint-disable-next-line no-var
declare var MonacoEnvironment: MonacoWorkers | undefined;

declare module 'monaco-editor/esm/vs/editor/editor.worker.js';
declare module 'monaco-editor/esm/vs/language/json/json.worker.js';
declare module 'monaco-graphql/esm/graphql.worker.js';
