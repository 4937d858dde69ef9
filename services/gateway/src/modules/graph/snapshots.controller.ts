import { pipeline } from 'node:stream';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestError, type ApiErrorCode } from '../../errors/index.js';
import { AuthenticationService } from '../authentication/index.js';
import { SnapshotLinksService, type Download } from './snapshot-links.service.js';

const STATUS: Partial<Record<ApiErrorCode, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404 };
/** Quick, and still a third of the size: these files are sent once. */
const ZSTD_LEVEL = 3;

/** Files of snapshots: with a bearer token, or by an address that was signed a moment ago. */
@Controller('api/snapshots')
export class SnapshotsController {
  constructor(
    private readonly links: SnapshotLinksService,
    private readonly authentication: AuthenticationService,
  ) {}

  @Get(':scanId/*')
  async file(
    @Param('scanId') scanId: string,
    @Param('*') name: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Headers('authorization') authorization: string | undefined,
    @Headers('accept-encoding') encodings: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      await send(reply, await this.find(scanId, name, query, authorization), encodings ?? '');
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      void reply.status(STATUS[error.apiCode] ?? 400).send({ errors: [{ message: error.message, extensions: { code: error.apiCode } }] });
    }
  }

  private async find(scanId: string, name: string, query: Readonly<Record<string, unknown>>, authorization: string | undefined): Promise<Download> {
    const { organization, expires, signature } = query;
    if (typeof organization === 'string' && typeof expires === 'string' && typeof signature === 'string') return this.links.bySignature(scanId, name, { organization, expires, signature });
    return this.links.byCaller(await this.authentication.authenticate(authorization), scanId, name);
  }
}

async function send(reply: FastifyReply, download: Download, encodings: string): Promise<void> {
  const stream = await download.open();
  void reply.headers({
    'content-type': download.name.endsWith('.json') ? 'application/json; charset=utf-8' : 'application/vnd.apache.arrow.file',
    'content-disposition': `attachment; filename="${download.name.slice(download.name.lastIndexOf('/') + 1)}"`,
    vary: 'accept-encoding',
  });
  const encoding = ['zstd', 'gzip'].find((known) => new RegExp(`\\b${known}\\b(?!\\s*;\\s*q=0(?:\\.0+)?\\s*(?:,|$))`).test(encodings));
  if (encoding === undefined) {
    await reply.header('content-length', download.bytes).send(stream);
    return;
  }
  const compressor = encoding === 'zstd' ? createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } }) : createGzip({ level: 4 });
  // A reader that goes away ends both; there is nobody left to tell.
  pipeline(stream, compressor, () => undefined);
  await reply.header('content-encoding', encoding).send(compressor);
}
