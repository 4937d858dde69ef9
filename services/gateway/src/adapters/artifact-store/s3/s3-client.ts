import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { S3Client } from '@aws-sdk/client-s3';

export interface S3Options {
  /** Such as `http://minio:9000`; absent for AWS itself. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `bucket` in the path instead of in the host's name; most servers that are not AWS ask for it. */
  readonly isPathStyle: boolean;
  /** PEM file of a private authority. */
  readonly authorityFile?: string | undefined;
}

const ATTEMPTS = 6;
const CONNECT_MILLISECONDS = 3_000;
const REQUEST_MILLISECONDS = 60_000;
/** As many as the client's own agents allow. */
const CONNECTIONS = 50;

/** @param proxyEnv names proxies as the environment does (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`); those of this process's own agents, which follow them with `NODE_USE_ENV_PROXY=1` */
export function createS3Client(options: S3Options, proxyEnv: http.AgentOptions['proxyEnv'] = https.globalAgent.options.proxyEnv): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey, isPathStyle, authorityFile } = options;
  // The client's own agents know of no proxy, unlike those of this process.
  const agent = { keepAlive: true, maxSockets: CONNECTIONS, ...(proxyEnv === undefined ? {} : { proxyEnv }) };
  return new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: isPathStyle,
    // Retries with growing pauses.
    maxAttempts: ATTEMPTS,
    retryMode: 'adaptive',
    // Where the server asks for them alone: many that speak S3 know no other checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MILLISECONDS,
      requestTimeout: REQUEST_MILLISECONDS,
      httpAgent: new http.Agent(agent),
      httpsAgent: new https.Agent({ ...agent, ...(authorityFile === undefined ? {} : { ca: readFileSync(authorityFile) }) }),
    },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}
