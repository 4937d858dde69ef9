import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DynamicModule } from '@nestjs/common';
import type { IdentityProvider } from '../ports/index.js';

/** How people sign in; absent where a process serves none. */
export interface SignInPart {
  readonly identityProvider: IdentityProvider;
  /** What people read who opened us by a name for which browsers sign nobody in. */
  readonly insecureHostPage: (host: string, port: string) => string;
  /** The pages and endpoints of signing in; to be called before the server listens. */
  register(server: FastifyInstance, authenticate: (email: string, password: string) => Promise<string | undefined>): void;
}

/** A profile's adapters, made in the order in which they need each other, and the module that holds what they serve. */
export interface Platform {
  readonly module: DynamicModule;
  readonly signIn: SignInPart | undefined;
  /** To be called when nothing is served any more. */
  close(): Promise<void>;
}

/** This package's own version. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0.0.0';
}
