import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { GitRepository } from '../../database/index.js';
import { SECRET_BOX, type SecretBox } from '../../ports/index.js';

/** As people give it: a name and a password or token for https, a key for ssh. */
export interface GivenCredential {
  readonly username?: string | null;
  readonly secret?: string | null;
  readonly sshPrivateKey?: string | null;
}

/** As it is used. */
export type SourceCredential = { readonly kind: 'password'; readonly username: string; readonly secret: string } | { readonly kind: 'sshKey'; readonly privateKey: string };

const sealed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), username: z.string(), secret: z.string() }),
  z.object({ kind: z.literal('sshKey'), privateKey: z.string() }),
]);

/** Credentials at rest: each is sealed for its own repository and opens for no other. */
@Injectable()
export class CredentialsService {
  constructor(@Inject(SECRET_BOX) private readonly secretBox: SecretBox) {}

  async seal(repositoryId: string, credential: SourceCredential | undefined): Promise<Pick<GitRepository, 'credentialUsername' | 'sealedCredential'>> {
    if (credential === undefined) return { credentialUsername: null, sealedCredential: null };
    return {
      credentialUsername: credential.kind === 'password' ? credential.username : null,
      sealedCredential: await this.secretBox.seal(JSON.stringify(credential), contextOf(repositoryId)),
    };
  }

  /** @throws SecretBoxError when the key of this installation is another than the one it was sealed with */
  async open(repository: Pick<GitRepository, 'id' | 'sealedCredential'>): Promise<SourceCredential | undefined> {
    if (repository.sealedCredential == null) return undefined;
    return sealed.parse(JSON.parse(await this.secretBox.open(repository.sealedCredential, contextOf(repository.id))));
  }
}

function contextOf(repositoryId: string): string {
  return `repository:${repositoryId}`;
}
