import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { printSchema } from 'graphql';

type Constructor = new (...parameters: never[]) => unknown;

/** The API's schema, from what the resolvers of a module and of all that it imports say; nothing is started. */
export async function schemaOf(root: Constructor): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    const schema = await app.get(GraphQLSchemaFactory).create([...providersOf(root, new Set())], [], { skipCheck: true });
    return `${printSchema(schema)}\n`;
  } finally {
    await app.close();
  }
}

function* providersOf(module: Constructor, seen: Set<Constructor>): Generator<Constructor> {
  if (seen.has(module)) return;
  seen.add(module);
  for (const provider of metadata(module, MODULE_METADATA.PROVIDERS)) yield provider;
  for (const imported of metadata(module, MODULE_METADATA.IMPORTS)) yield* providersOf(imported, seen);
}

function metadata(module: Constructor, key: string): Constructor[] {
  const listed: unknown = Reflect.getMetadata(key, module) ?? [];
  return Array.isArray(listed) ? listed.filter((entry): entry is Constructor => typeof entry === 'function') : [];
}
