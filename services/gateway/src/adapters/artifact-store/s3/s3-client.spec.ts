import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createS3Client } from './s3-client.js';

/** Certificates are made by it; it is where Git is. */
const hasOpenssl = ((): boolean => {
  try {
    return execFileSync('openssl', ['version']).length > 0;
  } catch {
    return false;
  }
})();

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // it listens on a port
}

describe('an S3 client where a proxy is between', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-s3-client-'));
  const authorityFile = path.join(folder, 'authority.pem');
  const servers: http.Server[] = [];
  /** What the proxy was asked for. */
  const asked: string[] = [];
  let [plainPort, securePort, proxyPort] = [0, 0, 0];
  let environment: NodeJS.ProcessEnv | undefined;

  beforeAll(async () => {
    const answer: http.RequestListener = (_request, response) => void response.end();
    const plain = http.createServer(answer);
    plainPort = await listen(plain);
    servers.push(plain);
    if (hasOpenssl) {
      const keyFile = path.join(folder, 'key.pem');
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=store.test', '-addext', 'subjectAltName=DNS:store.test', '-keyout', keyFile, '-out', authorityFile], { stdio: 'ignore' });
      const secure = https.createServer({ key: readFileSync(keyFile), cert: readFileSync(authorityFile) }, answer);
      securePort = await listen(secure);
      servers.push(secure);
    }
    // It alone knows where store.test is.
    const proxy = http.createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.end();
    });
    proxy.on('connect', ({ url = '' }, client: net.Socket) => {
      asked.push(`CONNECT ${url}`);
      const through = net.connect(securePort, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        through.pipe(client).pipe(through);
      });
      for (const socket of [client, through]) socket.on('error', () => through.destroy());
    });
    proxyPort = await listen(proxy);
    servers.push(proxy);
  }, 60_000);
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    asked.length = 0;
    const proxy = `http://127.0.0.1:${proxyPort}`;
    environment = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
  });

  async function head(endpoint: string, more: { readonly authorityFile?: string } = {}): Promise<unknown> {
    const client = createS3Client({ endpoint, region: 'us-east-1', bucket: 'pinata', accessKeyId: 'id', secretAccessKey: 'secret', isPathStyle: true, ...more }, environment);
    try {
      return (await client.send(new HeadBucketCommand({ Bucket: 'pinata' }))).$metadata.httpStatusCode;
    } finally {
      client.destroy();
    }
  }

  it('goes through it', async () => {
    expect(await head('http://store.test:9000')).toBe(200);
    expect(asked).toEqual(['HEAD http://store.test:9000/pinata/']);
  });

  it('goes past it where NO_PROXY says so, or nobody asked for proxies', async () => {
    environment = { ...environment, NO_PROXY: '.cluster.local,127.0.0.1' };
    expect(await head(`http://127.0.0.1:${plainPort}`)).toBe(200);
    environment = undefined;
    expect(await head(`http://127.0.0.1:${plainPort}`)).toBe(200);
    expect(asked).toEqual([]);
  });

  (hasOpenssl ? it : it.skip)('believes a private authority through it', async () => {
    expect(await head('https://store.test', { authorityFile })).toBe(200);
    expect(asked).toEqual(['CONNECT store.test:443']);
  });

  (hasOpenssl ? it : it.skip)('believes no other authority through it', async () => {
    await expect(head('https://store.test')).rejects.toThrow('self-signed certificate');
  }, 30_000);
});
