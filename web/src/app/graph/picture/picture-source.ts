import { Injectable, inject } from '@angular/core';
import { filesChunkName, symbolsChunkName } from '@pinata/graph/browser';
import type { NeededChunk, PictureChunk, PictureOverview } from '@pinata/graph/browser';
import { Api } from '../../core/api/api.js';
import { ProblemError } from '../../core/api/problem.js';
import { IDENTITY } from '../../core/identity/identity.js';
import { PictureFilesDocument } from '../graph.generated.js';

export interface PictureAddress {
  readonly organization: string;
  readonly repository: string;
  /** A scan's id. */
  readonly revision: string;
}

/** Fetches the files of a scan's picture. Their addresses come from the API; a bearer token opens them, so that none expires. */
@Injectable({ providedIn: 'root' })
export class PictureSource {
  private readonly api = inject(Api);
  private readonly identity = inject(IDENTITY);

  /** @throws {ProblemError} */
  async open(address: PictureAddress): Promise<PictureFiles> {
    const { graph } = await this.api.query(PictureFilesDocument, address, 'no-cache');
    const urls = new Map(graph.downloads.map(({ name, url }) => [name.split('/').at(-1) ?? name, url.split('?')[0] ?? url]));
    const read = async (name: string): Promise<unknown> => {
      const url = urls.get(name);
      if (url === undefined) throw new ProblemError({ code: 'NOT_FOUND', message: `The picture of this scan has no ${name}.` });
      return this.read(url);
    };
    return {
      // The scanner of this same release wrote the files; their format's version is checked by the reader.
      overview: async () => (await read('overview.json')) as PictureOverview,
      chunk: async ({ level, chunk }) => (await read(level === 'files' ? filesChunkName(chunk) : symbolsChunkName(chunk))) as PictureChunk,
    };
  }

  private async read(url: string): Promise<unknown> {
    const response = await fetch(url, { headers: { authorization: `Bearer ${await this.identity.token()}` } }).catch((error: unknown) => {
      throw new ProblemError({ code: 'UNREACHABLE', message: 'The server cannot be reached. Check the connection and try again.' }, { cause: error });
    });
    if (!response.ok) throw new ProblemError({ code: response.status === 404 ? 'NOT_FOUND' : 'INTERNAL_SERVER_ERROR', message: `The picture cannot be read: the server answered ${response.status}.` });
    return response.json();
  }
}

export interface PictureFiles {
  overview(): Promise<PictureOverview>;
  chunk(needed: NeededChunk): Promise<PictureChunk>;
}
