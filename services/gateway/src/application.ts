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
import { createEmbeddedPlatform, readVersion, type EmbeddedOptions } from './profiles/embedded.module.js';

const MAXIMUM_BODY_BYTES = 512 * 1024;
/** Of the console as it is built in this repository. */
const BUILT_CONSOLE = path.resolve(import.meta.dirname, '../../../web/dist');

export interface Application {
  readonly nest: NestFastifyApplication;
  readonly origin: string;
  /** Answers what is under way, ends scanners and closes the database. */
  close(): Promise<void>;
}

export interface ApplicationOptions extends EmbeddedOptions {
  /** Where it listens; the origin is where browsers find it. */
  readonly host: string;
  readonly port: number;
}

/** Builds and starts the gateway: API, subscriptions, sign-in and console under one origin. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { configuration, log, origin } = options;
  const platform = await createEmbeddedPlatform(options);
  const adapter = new FastifyAdapter({ bodyLimit: MAXIMUM_BODY_BYTES, trustProxy: configuration.publicUrl !== undefined, forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } });
  const nest = await NestFactory.create<NestFastifyApplication>(platform.module, adapter, { logger: false, abortOnError: false });
  const server = adapter.getInstance();
  const accounts = nest.get(AccountsService);
  registerSecurity(server, { origin, port: String(options.port), requestsPerMinute: configuration.requestsPerMinute, insecureHostPage: platform.insecureHostPage });
  platform.registerSignIn(server, (email, password) => accounts.authenticate(email, password));
  registerConsole(server, {
    folder: configuration.consoleFolder ?? BUILT_CONSOLE,
    signIn: platform.identityProvider.describe(),
    profile: configuration.profile,
    version: readVersion(),
    isLocalPathAllowed: configuration.isLocalPathAllowed,
  });
  await nest.listen(options.port, options.host);
  const authentication = nest.get(AuthenticationService);
  const subscriptions = new SubscriptionServer(nest.getHttpServer(), {
    schema: nest.get(GraphQLSchemaHost).schema,
    path: GRAPHQL_PATH,
    authenticate: (authorization) => authentication.authenticate(authorization),
    isOriginAllowed: (given) => given === origin,
    log,
    metrics: nest.get(PlatformMetrics),
  });
  return {
    nest,
    origin,
    close: async () => {
      await subscriptions.close();
      await nest.close();
      await platform.close();
    },
  };
}
