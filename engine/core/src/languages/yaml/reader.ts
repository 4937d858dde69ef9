import { createRequire } from 'node:module';
import type { FactsBuilder } from '../../facts/file-facts.js';
import { FactError } from '../../facts/schema.js';
import { DeployFacts } from '../deploy/deploy-facts.js';
import { SettingsWriter, mayHaveSettings } from '../deploy/settings.js';
import type { LanguageReader } from '../load-reader.js';
import { readCompose } from './compose.js';
import { readServerless, readTemplate } from './functions.js';
import { readHttpRoute, readIngressRoute, readSpringGateway } from './gateways.js';
import { readIngress } from './ingress.js';
import { readKubernetes } from './kubernetes.js';
import { readOpenApi } from './openapi.js';
import { readGitHub, readGitLab } from './pipelines.js';
import { readSchedules } from './schedules.js';
import { settingsIn, withPlaceholders } from './settings.js';
import { YamlView } from './yaml-view.js';

/** What a deploy file or a description of an API has at the start of a line, and a job of GitLab's, a gateway of Spring or a scheduled class of Ruby further in: others are not parsed. */
const DEPLOYS = /^(?:services:|jobs:|functions:|Resources:|openapi: *|swagger: *|kind: *["']?(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|Ingress|IngressRoute|HTTPRoute)\b| +(?:script|gateway):| +class: *["']?[A-Z])/m;
const LONGEST = 512 * 1024;

let library: typeof import('yaml') | undefined;

/** Services of Compose files, workloads of Kubernetes, jobs of GitHub Actions and GitLab CI, with what they build and run; functions of platforms, and operations of APIs, with what calls them; settings of applications. */
function readFacts(source: string, facts: FactsBuilder): void {
  const deploy = new DeployFacts(facts, source);
  const hasSettings = mayHaveSettings(source);
  if (source.length > LONGEST || (!hasSettings && !DEPLOYS.test(source))) return;
  // Loaded at the first file that needs it: most repositories have none.
  library ??= createRequire(import.meta.url)('yaml') as typeof import('yaml');
  const settings = new SettingsWriter();
  for (const document of library.parseAllDocuments(withPlaceholders(source), { logLevel: 'silent' })) {
    if (!('contents' in document)) continue;
    if (document.errors.length > 0) facts.tables.errors.add(FactError.syntax, 0, 0, facts.lines, 0);
    const view = new YamlView(library, document.contents);
    if (hasSettings) settings.add(settingsIn(view));
    const kind = view.get('kind')?.text;
    if (kind === 'Ingress') readIngress(deploy, view);
    else if (kind === 'HTTPRoute') readHttpRoute(deploy, view);
    else if (kind === 'IngressRoute') readIngressRoute(deploy, view);
    else if (view.get('kind') !== undefined && view.get('apiVersion') !== undefined) readKubernetes(deploy, view);
    else if (view.get('paths') !== undefined && (view.get('openapi') ?? view.get('swagger')) !== undefined) readOpenApi(deploy, view);
    else if (view.get('Resources') !== undefined) readTemplate(deploy, view);
    else if (view.get('functions') !== undefined) readServerless(deploy, view);
    else if (view.get('services') !== undefined) readCompose(deploy, view);
    else if (view.get('jobs') !== undefined) readGitHub(deploy, view);
    else if (view.get('spring') !== undefined) readSpringGateway(deploy, view);
    else {
      readGitLab(deploy, view);
      readSchedules(deploy, view);
    }
  }
  settings.write(deploy);
}

export const reader: LanguageReader = { facts: readFacts };
