import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import getPort from 'get-port';
import { git, gitRepository } from '../platform/git-repositories.js';
import { kubectl, kubectlWith, PortForward, until } from './commands.js';

/** What opens the repositories whose names begin with `private-`. */
export const CREDENTIAL = { username: 'reader', secret: 'let-me-read' };

/** Serves bare repositories by git's own program; a first push makes one. */
const PROGRAM = `
import { createServer } from 'node:http';
import { spawn, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
createServer((request, response) => {
  const { pathname, search } = new URL(request.url, 'http://git');
  const folder = '/repositories' + pathname.slice(0, pathname.indexOf('.git') + 4);
  if (!/^\\/repositories\\/[a-z0-9-]+\\.git$/.test(folder)) return void response.writeHead(404).end();
  const shown = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
  if (folder.includes('/private-') && shown !== '${CREDENTIAL.username}:${CREDENTIAL.secret}') return void response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  if (!existsSync(folder) && (search + pathname).includes('git-receive-pack')) {
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
    execFileSync('git', ['-C', folder, 'config', 'http.receivepack', 'true']);
  }
  const cgi = spawn('git', ['http-backend'], { env: { ...process.env, GIT_PROJECT_ROOT: '/repositories', GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname, QUERY_STRING: search.slice(1), REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'] ?? '', HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '', GIT_PROTOCOL: request.headers['git-protocol'] ?? '', REMOTE_ADDR: '127.0.0.1' } });
  request.pipe(cgi.stdin);
  cgi.stdin.on('error', () => undefined);
  let head = Buffer.alloc(0);
  let isHead = true;
  cgi.stdout.on('data', (bytes) => {
    if (!isHead) return void response.write(bytes);
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf('\\r\\n\\r\\n');
    if (end < 0) return;
    isHead = false;
    let status = 200;
    for (const line of head.subarray(0, end).toString().split('\\r\\n')) {
      const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()];
      if (name.toLowerCase() === 'status') status = Number.parseInt(value);
      else response.setHeader(name, value);
    }
    response.writeHead(status);
    response.write(head.subarray(end + 4));
  });
  cgi.on('close', () => response.end());
}).listen(8080);
`;

/** A git server in a namespace of its own, as a company's is: the gateway and scanner pods reach it by its Service's name. */
export class GitServer {
  private forward: PortForward | undefined;
  private port = 0;

  constructor(
    private readonly namespace: string,
    private readonly image: string,
  ) {}

  async start(): Promise<void> {
    const labels = { 'app.kubernetes.io/name': 'git', 'pinata.dev/test': 'true' };
    const objects = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pinata.dev/test': 'true' } } },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'git', namespace: this.namespace, labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'git',
              image: this.image,
              imagePullPolicy: 'IfNotPresent',
              command: ['node', '--input-type=module', '--eval', PROGRAM],
              env: [{ name: 'HOME', value: '/repositories' }],
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
              readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
              volumeMounts: [{ name: 'repositories', mountPath: '/repositories' }],
            },
          ],
          volumes: [{ name: 'repositories', emptyDir: {} }],
        },
      },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'git', namespace: this.namespace, labels }, spec: { selector: labels, ports: [{ port: 8080 }] } },
    ];
    await kubectlWith(objects, 'apply');
    await kubectl('--namespace', this.namespace, 'wait', '--for=condition=Ready', 'pod/git', '--timeout=120s');
    this.port = await getPort();
    this.forward = new PortForward(this.namespace, 'service/git', `${this.port}:8080`);
    await until('the git server', () => fetch(`http://127.0.0.1:${this.port}/`).then(() => true), 30);
  }

  /**
   * @param name also the name that the repository must be given for the same graph as the work tree's
   * @returns its address inside the cluster, its commit, and the work tree on this machine
   */
  async publish(name: string, files: Readonly<Record<string, string>>): Promise<{ readonly address: string; readonly commit: string; readonly folder: string }> {
    const made = gitRepository(files);
    // A graph begins with its repository's name, which the command line takes from the folder.
    const folder = path.join(path.dirname(made), path.basename(made) + '-named', name);
    mkdirSync(path.dirname(folder));
    renameSync(made, folder);
    git(folder, 'push', '--quiet', `http://${CREDENTIAL.username}:${CREDENTIAL.secret}@127.0.0.1:${this.port}/${name}.git`, 'main');
    return { address: `http://git.${this.namespace}.svc:8080/${name}.git`, commit: git(folder, 'rev-parse', 'HEAD'), folder };
  }

  async remove(): Promise<void> {
    await this.forward?.close();
    await kubectl('delete', 'namespace', this.namespace, '--wait=false', '--ignore-not-found');
  }
}
