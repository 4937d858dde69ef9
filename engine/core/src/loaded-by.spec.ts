import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadedBy } from './loaded-by.js';

describe('the modules that a module loads', () => {
  it('are those of imports, exports and calls of import, and what these load, but none of packages', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pinata-loaded-'));
    const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
    try {
      write('start.js', "import 'node:fs';\nimport { a } from './a.js';\nexport * from './b.js';\n");
      write('a.js', "export const a = () => import('./c.js');\n");
      write('b.js', "import './start.js';\n// import './d.js'\n");
      write('c.js', 'export {};\n');
      write('d.js', 'export {};\n');
      expect(loadedBy([path.join(folder, 'start.js')]).map((file) => path.basename(file))).toEqual(['a.js', 'b.js', 'c.js', 'start.js']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are, of what reads a file, all that makes its facts and nothing that links them', () => {
    const built = fileURLToPath(new URL('../dist/', import.meta.url));
    const files = loadedBy([path.join(built, 'parse', 'worker.js')]).map((file) => path.relative(built, file));
    expect(files).toEqual(expect.arrayContaining(['parse/assemble.js', 'parse/extractor.js', 'facts/encode.js', 'languages/registry.js']));
    expect(files).not.toContain('link/link.js');
    expect(files).not.toContain('scan.js');
  });
});
