import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { AttemptGrantSchema, GrantRefusalSchema, GrantResponseSchema, GrantService } from '@pinata/proto';

/** What the scanner of an attempt shall do. */
export type Behaviour = 'ok' | 'slow' | 'sleep' | 'deaf' | 'oom' | 'crash' | 'user' | 'disk' | 'look';

/** The gateway's internal listener, as far as the operator knows it. What a scanner does travels to it in its grant. */
export class ScriptedGateway {
  readonly key = 'install-key-of-the-test';
  readonly asked: string[] = [];
  behaviour: (scanId: string, attempt: number) => Behaviour | { readonly refuse: string } = () => 'ok';
  url = '';
  private readonly server: Server;

  constructor() {
    const adapter = connectNodeAdapter({
      routes: (router) =>
        router.service(GrantService, {
          grant: (request, context) => {
            if (context.requestHeader.get('authorization') !== `Bearer ${this.key}`) throw new ConnectError('who is asking?', Code.Unauthenticated);
            this.asked.push(`${request.scanId} ${request.attempt}`);
            const behaviour = this.behaviour(request.scanId, request.attempt);
            if (typeof behaviour !== 'string') return create(GrantResponseSchema, { answer: { case: 'refusal', value: create(GrantRefusalSchema, { code: behaviour.refuse, message: 'The gateway says no.' }) } });
            return create(GrantResponseSchema, {
              answer: {
                case: 'grant',
                value: create(AttemptGrantSchema, {
                  scan: { scanId: request.scanId, attempt: request.attempt, source: { reference: `behave:${behaviour};` } },
                  credential: { username: 'git', secret: 'canary-git-credential' },
                  nats: { servers: ['nats://nats'], credentials: 'canary-nats-credential' },
                }),
              },
            });
          },
        }),
    });
    this.server = createServer(adapter);
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** A scanner of a few lines: what it does stands in its grant. */
export const SCANNER = String.raw`
const fs = require('fs');
const part = process.argv[1];
const end = (code, message) => { fs.writeFileSync('/dev/termination-log', JSON.stringify({ code, message })); process.exit(2); };
const grant = fs.readFileSync('/var/run/pinata/grant/' + part, 'latin1');
const behaviour = /behave:([a-z]+);/.exec(grant)[1];
if (part === 'checkout') { fs.writeFileSync('/work/checked-out', 'yes'); process.exit(grant.includes('canary-git') && !grant.includes('canary-nats') ? 0 : 1); }
if (fs.readFileSync('/work/checked-out', 'utf8') !== 'yes') process.exit(1);
if (grant.includes('canary-git') || fs.existsSync('/var/run/pinata/grant/checkout')) end('sawTheCredential', 'It could read the git credential.');
if (fs.existsSync('/var/run/secrets/kubernetes.io')) end('sawTheToken', 'It could read a token of the cluster.');
try { fs.writeFileSync('/escape', ''); end('rootIsWritable', 'It could write to the root.'); } catch {}
const stay = () => setInterval(() => {}, 1000);
if (behaviour !== 'deaf') process.on('SIGTERM', () => process.exit(3));
const actions = {
  ok: () => setTimeout(() => process.exit(0), 500),
  slow: () => setTimeout(() => process.exit(0), 4000),
  sleep: stay,
  deaf: stay,
  crash: () => process.exit(1),
  user: () => end('tooLarge', 'Leave folders out.'),
  oom: () => { const kept = []; setInterval(() => kept.push(Buffer.alloc(16 << 20, 1)), 5); },
  disk: () => { const chunk = Buffer.alloc(8 << 20, 1); for (let i = 0; i < 8; i++) fs.appendFileSync('/work/large', chunk); stay(); },
};
actions[behaviour]();
`;
