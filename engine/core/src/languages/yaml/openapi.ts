import { joinPaths } from '@pinata/graph';
import type { DeployFacts } from '../deploy/deploy-facts.js';
import type { YamlView } from './yaml-view.js';

const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
const MOST_OPERATIONS = 10_000;
const FUNCTION = /^[A-Za-z_]\w*(?:\.\w+)+$/;

/** Operations of an OpenAPI description, each with its method and path: spec.openapis.org/oas. One that names a function is that function's. */
export function readOpenApi(deploy: DeployFacts, view: YamlView): void {
  const base = basePath(view);
  let operations = 0;
  for (const { key: path, value } of view.get('paths')?.entries() ?? []) {
    const controller = value.get(CONTROLLER)?.text;
    for (const { key, start, value: operation } of value.entries()) {
      const stated = operation.get('operationId');
      if (!METHODS.has(key) || stated?.text === undefined || /\s/.test(stated.text) || operations++ >= MOST_OPERATIONS) continue;
      deploy.addUnit(stated.text, `operation ${key.toUpperCase()} ${joinPaths(path)}`, start, operation.end);
      const module = operation.get(CONTROLLER)?.text ?? controller;
      const named = module === undefined ? stated.text : `${module}.${stated.text}`;
      if (!FUNCTION.test(named)) continue;
      const function_ = deploy.addUnit(named, `function http ${key.toUpperCase()} ${joinPaths(base, path)}`, start, operation.end);
      deploy.addNaming(function_, 'handler', named, stated.start, stated.end);
    }
  }
}

/** The module of an operation's function: connexion.readthedocs.io/en/latest/routing.html. */
const CONTROLLER = 'x-openapi-router-controller';

/** What stands before all paths: `/v1` of `https://example.com/v1`. */
function basePath(view: YamlView): string {
  const stated = view.get('basePath')?.text ?? view.get('servers')?.items()[0]?.get('url')?.text ?? '';
  const path = stated.replace(/^[a-z]+:\/\/[^/]*/i, '');
  return path.includes('{') ? '' : path;
}
