import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const proto = path.resolve(import.meta.dirname, '..');
const bufCommand = path.join(path.dirname(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json')), 'bin/buf');
/** The messages as gateways and scanners that are in use know them. */
const RELEASED = path.join(proto, 'released.txtpb');

function buf(folder: string, ...words: string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bufCommand, ...words], { cwd: folder, encoding: 'utf8' });
  return { code: status, text: stdout + stderr };
}

describe('the messages', () => {
  let scratch: string;
  beforeAll(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'pinata-proto-'));
    for (const name of ['pinata', 'buf.yaml']) cpSync(path.join(proto, name), path.join(scratch, name), { recursive: true });
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  /** What buf says of the grant service after a change of it, which is taken back. */
  function afterChange(found: RegExp, instead: string): ReturnType<typeof buf> {
    const file = path.join(scratch, 'pinata/scan/v1/grant_service.proto');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(found, instead));
    try {
      return buf(scratch, 'breaking', '--against', RELEASED);
    } finally {
      writeFileSync(file, text);
    }
  }

  it('are written as buf asks', () => {
    expect(buf(proto, 'lint')).toEqual({ code: 0, text: '' });
  });

  it('are understood by every version that is in use', () => {
    expect(buf(proto, 'breaking', '--against', RELEASED)).toEqual({ code: 0, text: '' });
  });

  it.each([
    ['a field is removed', /^ *uint32 attempt = 2;$/m, 'reserved 2;'],
    ['a field changes its type', /^ *uint32 attempt = 2;$/m, 'string attempt = 2;'],
    ['a field changes its number', /^ *uint32 attempt = 2;$/m, 'uint32 attempt = 20;'],
    ['a method is removed', /^ *rpc Grant\(.*$/m, ''],
  ])('would be refused where %s', (_name, found, instead) => {
    expect(afterChange(found, instead)).toEqual({ code: 100, text: expect.stringContaining('grant_service.proto') });
  });

  it('may gain fields', () => {
    expect(afterChange(/^ *uint32 attempt = 2;$/m, 'uint32 attempt = 2;\n string reason = 3;').code).toBe(0);
  });

  it('are generated anew after each change', () => {
    const template = JSON.stringify({ version: 'v2', plugins: [{ local: ['node', createRequire(import.meta.url).resolve('@bufbuild/protoc-gen-es/bin/protoc-gen-es')], out: path.join(scratch, 'gen'), opt: ['target=ts', 'import_extension=js'] }] });
    expect(buf(proto, 'generate', '--template', template).code).toBe(0);
    const committed = path.join(proto, 'src/gen');
    const read = (folder: string) => Object.fromEntries(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
    expect(read(path.join(scratch, 'gen'))).toEqual(read(committed));
  });
});
