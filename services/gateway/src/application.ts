import 'reflect-metadata';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { GRAPHQL_PATH } from './graphql/graphql-platform.module.js';
import { SubscriptionServer } from './graphql/subscription-server.js';
import { registerConsole } from './http/console.js';
import { registerSecurity } from './http/security.js';
import { PlatformMetrics } from './metrics/index.js';
import { AccountsService } from './modules/accounts/index.js';
import { AuthenticationService } from './modules/authentication/index.js';
import type { Configuration } from './config/index.js';
import type { Log } from './logging/index.js';
import { createEmbeddedPlatform, type EmbeddedOptions } from './profiles/embedded.module.js';
import { readVersion, type Platform, type SignInPart } from './profiles/platform.js';

const MAXIMUM_BODY_BYTES = 512 * 1024;
/** Of the console as it is built in this repository. */
const BUILT_CONSOLE = path.resolve(import.meta.dirname, '../../../web/dist');

export interface Application {
  readonly nest: NestFastifyApplication;
  readonly origin: string;
  /** Answers what is under way, ends scanners and closes the database. */
  close(): Promise<void>;
}

export interface ServingOptions {
  readonly configuration: Configuration;
  readonly log: Log;
  /** Where browsers find it, such as `http://localhost:4700`. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
}

/** Builds and starts the embedded platform under one origin. */
export async function startApplication(options: EmbeddedOptions & ServingOptions): Promise<Application> {
  return serve(await createEmbeddedPlatform(options), options);
}

/** Listens: with API, subscriptions, sign-in and console where the platform has them, else with what machines ask alone. */
export async function serve(platform: Platform, options: ServingOptions): Promise<Application> {
  const { configuration, origin } = options;
  const isEmbedded = configuration.profile === 'embedded';
  const adapter = new FastifyAdapter({
    bodyLimit: MAXIMUM_BODY_BYTES,
    trustProxy: configuration.publicUrl !== undefined,
    // In a cluster another replica takes over, and what was asked here is answered first.
    forceCloseConnections: isEmbedded ? true : 'idle',
    routerOptions: { maxParamLength: 1000 },
  });
  const nest = await NestFactory.create<NestFastifyApplication>(platform.module, adapter, { logger: false, abortOnError: false });
  if (platform.signIn !== undefined) registerPages(adapter, nest, platform.signIn, options);
  await nest.listen(options.port, options.host);
  const subscriptions = platform.signIn === undefined ? undefined : serveSubscriptions(nest, options);
  return {
    nest,
    origin,
    close: async () => {
      await subscriptions?.close();
      await nest.close();
      await platform.close();
    },
  };
}

function registerPages(adapter: FastifyAdapter, nest: NestFastifyApplication, signIn: SignInPart, { configuration, origin, port }: ServingOptions): void {
  const server = adapter.getInstance();
  const accounts = nest.get(AccountsService);
  const description = signIn.identityProvider.describe();
  registerSecurity(server, { origin, port: String(port), requestsPerMinute: configuration.requestsPerMinute, insecureHostPage: signIn.insecureHostPage, signInOrigin: new URL(description.issuer).origin });
  signIn.register(server, (email, password) => accounts.authenticate(email, password));
  registerConsole(server, {
    folder: configuration.consoleFolder ?? BUILT_CONSOLE,
    signIn: description,
    profile: configuration.profile,
    version: readVersion(),
    isLocalPathAllowed: configuration.isLocalPathAllowed,
  });
}

function serveSubscriptions(nest: NestFastifyApplication, { origin, log }: ServingOptions): SubscriptionServer {
  const authentication = nest.get(AuthenticationService);
  return new SubscriptionServer(nest.getHttpServer(), {
    schema: nest.get(GraphQLSchemaHost).schema,
    path: GRAPHQL_PATH,
    authenticate: (authorization) => authentication.authenticate(authorization),
    isOriginAllowed: (given) => given === origin,
    log,
    metrics: nest.get(PlatformMetrics),
  });
}
