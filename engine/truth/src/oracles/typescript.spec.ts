import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compare } from '../compare.js';
import { scanFolder } from '../ours.js';
import { countSites } from '../site-counts.js';
import { Compiler } from './typescript.js';

const SOURCE = `import { tag, Service } from './service';
type Handler = (text: string) => void;
const handler: Handler = (text) => text.trim();
function sealed(target: object, _?: unknown) { return target as never; }
@sealed
class Page { constructor(readonly service: Service) {} open() { return this.service.find(tag\`x\`); } }
handler('now');
new Page(new Service()).open();
export const { limit } = new Service();
['a'].forEach(new Service().find);
`;
const SERVICE = `export function tag(parts: TemplateStringsArray) { return parts[0] ?? ''; }
export class Service { limit = 3; find(text: string) { return text.length + this.limit; } }
`;

describe('the compiler as an oracle', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-truth-spec-'));
    writeFileSync(path.join(folder, 'page.ts'), SOURCE);
    writeFileSync(path.join(folder, 'service.ts'), SERVICE);
    writeFileSync(path.join(folder, 'tsconfig.json'), '{"compilerOptions":{"module":"esnext","moduleResolution":"bundler","target":"es2022","strict":true,"experimentalDecorators":true}}');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('agrees with a scan on sites, imports, calls and accesses', async () => {
    const ours = await scanFolder({ folder, name: 'spec', commit: 'tree-0', branch: 'folder', isModified: false });
    const judged = [...new Compiler(folder).judge(['page.ts', 'service.ts'])];
    const { scores, wrong, missed, unknownSites } = compare(ours, judged);
    expect(countSites(ours, judged).filter(({ ours: mine, theirs, shared }) => mine !== theirs || shared !== theirs)).toEqual([]);
    expect(countSites(ours, judged).map(({ kind }) => kind)).toEqual(['call', 'new', 'taggedTemplate', 'decorator', 'import']);
    expect({ wrong, missed, unknownSites }).toEqual({ wrong: [], missed: [], unknownSites: [] });
    expect(scores.get('import both')).toMatchObject({ wanted: 1, found: 1 });
    expect(scores.get('call both')).toMatchObject({ wanted: 9, found: 9, outside: 2 });
    expect(scores.get('access both')).toMatchObject({ wanted: 4, captured: 4, found: 4, outside: 1 });
  });
});
