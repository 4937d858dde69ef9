import { kubectl, kubectlJson, kubectlWith, until } from './commands.js';

/** What somebody who took a scanner's pod over would try; each line says what came of it. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire('/app/services/scanner/dist/pod.js');
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const [{ fromBinary }, { PodGrantSchema }, { connect, credsAuthenticator }] = await Promise.all([load('@bufbuild/protobuf'), load('@pinata/proto'), load('@nats-io/transport-node')]);
const grant = fromBinary(PodGrantSchema, readFileSync('/grant/scan'));
const results = {};
const other = '00000000-0000-4000-8000-000000000000';
const address = grant.scan.organizationId + '.' + grant.scan.scanId + '.' + grant.scan.attempt;

const nats = await connect({ servers: grant.nats.servers, authenticator: credsAuthenticator(new TextEncoder().encode(grant.nats.credentials)), inboxPrefix: grant.nats.inboxPrefix, timeout: 3000 });
const refused = [];
void (async () => { for await (const { type, error } of nats.status()) if (type === 'error') refused.push(String(error?.permissionContext?.subject ?? error)); })();
const publish = async (subject) => {
  nats.publish(subject, 'x');
  await nats.flush().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 300));
  return refused.some((one) => one.includes(subject)) ? 'refused' : 'sent';
};
results['own progress'] = await publish('pinata.scan.' + address + '.probe');
results['another scan'] = await publish('pinata.scan.' + grant.scan.organizationId + '.' + other + '.1.results');
results['another attempt'] = await publish('pinata.scan.' + grant.scan.organizationId + '.' + grant.scan.scanId + '.7.results');
results['the stream itself'] = await publish('$JS.API.STREAM.PURGE.PINATA_RESULTS');
results['events of the platform'] = await publish('pinata.events.probe');
try { nats.subscribe('pinata.scan.>'); await nats.flush(); await new Promise((resolve) => setTimeout(resolve, 300)); } catch {}
results['hearing others'] = refused.some((one) => one.includes('pinata.scan.>')) ? 'refused' : 'heard';

const upload = async (key) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(grant.upload.fields)) if (name !== 'key') form.append(name, value);
  form.append('key', key);
  form.append('file', new Blob(['x']));
  return (await fetch(grant.upload.url, { method: 'POST', body: form })).ok ? 'stored' : 'refused';
};
results['own object'] = await upload(grant.upload.keyPrefix + 'probe');
results['an object of another scan'] = await upload(grant.scan.organizationId + '/' + other + '/1/probe');
results['an object of the bucket'] = await upload('probe');
results['reading objects'] = (await fetch(grant.upload.url.replace(/\\/+$/, '') + '/' + grant.upload.keyPrefix + 'probe')).ok ? 'read' : 'refused';
results['listing objects'] = (await fetch(grant.upload.url)).ok ? 'read' : 'refused';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const api = await fetch('https://' + process.env.KUBERNETES_SERVICE_HOST + ':' + process.env.KUBERNETES_SERVICE_PORT + '/api/v1/namespaces/' + process.env.NAMESPACE + '/secrets', { signal: AbortSignal.timeout(5000) }).then(({ status }) => status, () => 'no answer');
results['the API server'] = [401, 403, 'no answer'].includes(api) ? 'refused' : String(api);
let token = 'none';
try { readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token'); token = 'there'; } catch {}
results['a token of the cluster'] = token;
console.log('RESULTS ' + JSON.stringify(results));
process.exit(0);
`;

/** Runs it beside a scan, with that scan's own grant and as little else as its pod has. */
export async function tryAsTakenOverPod(namespace: string, image: string, attemptSecret: string): Promise<Readonly<Record<string, string>>> {
  const name = 'taken-over';
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    // The policies of scans hold for it; no operator takes it for its own.
    metadata: { name, namespace, labels: { 'pinata.dev/scan': 'probe' } },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name,
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['node', '--no-warnings', '--input-type=module', '--eval', PROGRAM],
          env: [{ name: 'NAMESPACE', value: namespace }],
          resources: { requests: { memory: '64Mi', cpu: '10m' }, limits: { memory: '256Mi' } },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          volumeMounts: [{ name: 'grant', mountPath: '/grant' }],
        },
      ],
      volumes: [{ name: 'grant', secret: { secretName: attemptSecret, items: [{ key: 'scan', path: 'scan' }] } }],
    },
  };
  await kubectlWith([pod], 'apply');
  try {
    await until('the end of the probe', async () => ['Succeeded', 'Failed'].includes((await kubectlJson<{ status: { phase: string } }>('--namespace', namespace, 'get', 'pod', name)).status.phase), 90);
    const logged = await kubectl('--namespace', namespace, 'logs', name);
    const line = logged.split('\n').find((one) => one.startsWith('RESULTS '));
    if (line === undefined) throw new Error(`the probe said: ${logged}`);
    return JSON.parse(line.slice('RESULTS '.length)) as Record<string, string>;
  } finally {
    await kubectl('--namespace', namespace, 'delete', 'pod', name, '--grace-period=0', '--force', '--ignore-not-found');
  }
}
