import { readFileSync } from 'node:fs';
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

/** Retries with growing pauses. Checksums are sent where the server asks for them alone: many that speak S3 know no others. */
export function createS3Client(options: S3Options): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey, isPathStyle, authorityFile } = options;
  return new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: isPathStyle,
    maxAttempts: ATTEMPTS,
    retryMode: 'adaptive',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MILLISECONDS,
      requestTimeout: REQUEST_MILLISECONDS,
      ...(authorityFile === undefined ? {} : { httpsAgent: new https.Agent({ keepAlive: true, ca: readFileSync(authorityFile) }) }),
    },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}
