import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { schemaOf } from '../../src/graphql/build-schema.js';
import { EmbeddedModule } from '../../src/profiles/embedded.module.js';

it('schema.graphql is what the resolvers say; otherwise: npm run build && npm run schema -w @pinata/gateway', async () => {
  expect(await schemaOf(EmbeddedModule)).toBe(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
});
