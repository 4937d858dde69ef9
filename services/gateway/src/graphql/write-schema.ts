// npm run schema: writes schema.graphql from the resolvers. A test fails while the committed file differs.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedModule } from '../profiles/embedded.module.js';
import { schemaOf } from './build-schema.js';

writeFileSync(path.resolve(import.meta.dirname, '../../schema.graphql'), await schemaOf(EmbeddedModule));
