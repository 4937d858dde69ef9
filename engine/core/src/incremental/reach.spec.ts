import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scan } from '../index.js';

let folder: string;
let scans = 0;
let pack: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-reach-'));
  pack = undefined;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | undefined>>;

function write(files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const place = path.join(folder, 'source', name);
    mkdirSync(path.dirname(place), { recursive: true });
    if (content === undefined) rmSync(place);
    else writeFileSync(place, content);
  }
}

/** How many files are parsed and linked by a scan upon the last one. */
async function again(): Promise<readonly [parsed: number, relinked: number]> {
  const outputFolder = path.join(folder, `output-${scans++}`);
  mkdirSync(outputFolder);
  const source = { folder: path.join(folder, 'source'), name: 'x', commit: 'c', branch: 'b', isModified: false };
  const { parsed, relinked } = await scan(source, { outputFolder, workers: 1, ...(pack === undefined ? {} : { previousFactPack: pack }) }, { fileResult: () => undefined, progress: () => undefined });
  pack = path.join(outputFolder, 'facts.pack');
  return [parsed, relinked];
}

const TYPESCRIPT: Files = {
  'package.json': '{ "name": "app" }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
  'src/shop.ts': "import type { Order } from './order';\nexport class Shop { first(order: Order) { let sum = 1; return order; } }\n",
  'src/order.ts': 'export interface Order { total(): number }\n',
  'src/sell.ts': "import { Shop } from '@app/shop';\nexport const sell = (shop: Shop) => shop.first(null!).total();\n",
  'src/late.ts': "import { gone } from './gone';\ngone();\n",
  'src/alone.ts': 'export const alone = 1;\n',
};
const CSHARP: Files = {
  'Core/Core.csproj': '<Project />',
  'Web/Web.csproj': '<Project><ItemGroup><ProjectReference Include="..\\Core\\Core.csproj" /></ItemGroup></Project>',
  'Core/Shop.cs': 'namespace App.Core { public class Shop { public Order First() { var sum = 1; return new Order(); } } }\n',
  'Core/Order.cs': 'namespace App.Core { public class Order { public int Total() { return 1; } } }\n',
  'Core/Other.cs': 'namespace App.Core { public class Other { public void Run() { Missing.Do(); } } }\n',
  'Web/Sell.cs': 'using App.Core;\nnamespace App.Web { public class Sell { public int Now(Shop shop) { return shop.First().Total(); } } }\n',
  'Web/Alone.cs': 'namespace App.Web { public class Alone { } }\n',
};

describe('a change reaches', () => {
  it.each<[string, Files, Files, number, number]>([
    ['nobody but the file, in a body', TYPESCRIPT, { 'src/shop.ts': "import type { Order } from './order';\nexport class Shop { first(order: Order) { let sum = 2; sum++; return order; } }\n" }, 1, 1],
    ['its readers, in a signature', TYPESCRIPT, { 'src/shop.ts': "import type { Order } from './order';\nexport class Shop { first(order: Order, count: number) { let sum = 1; return order; } }\n" }, 1, 2],
    ['those that read through it', TYPESCRIPT, { 'src/order.ts': 'export interface Order { total(): string }\n' }, 1, 3],
    ['what asked for it, when a file is added', TYPESCRIPT, { 'src/gone.ts': 'export function gone() {}\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', TYPESCRIPT, { 'src/more.ts': 'export const more = 1;\n' }, 1, 1],
    ['its readers, when it is deleted', TYPESCRIPT, { 'src/order.ts': undefined }, 0, 2],
    ['its readers, when it moves', TYPESCRIPT, { 'src/order.ts': undefined, 'src/orders/order.ts': 'export interface Order { total(): number }\n' }, 0, 3],
    ['those whose imports lead elsewhere, in a tsconfig', TYPESCRIPT, { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./source/*"] } } }' }, 0, 1],
    ['nobody, in a tsconfig that leads where it led', TYPESCRIPT, { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["src/*"] }, "strict": true } }' }, 0, 0],
    ['nobody, when nothing changed', TYPESCRIPT, {}, 0, 0],
    ['nobody but the file, in a body', CSHARP, { 'Core/Shop.cs': 'namespace App.Core { public class Shop { public Order First() { var sum = 2; sum++; return new Order(); } } }\n' }, 1, 1],
    ['its readers, in a signature', CSHARP, { 'Core/Order.cs': 'namespace App.Core { public class Order { public long Total() { return 1; } } }\n' }, 1, 3],
    ['what asked for it, when a file is added', CSHARP, { 'Core/Missing.cs': 'namespace App.Core { public static class Missing { public static void Do() { } } }\n' }, 1, 2],
    ['nobody, when a file is added that nobody asked for', CSHARP, { 'Core/More.cs': 'namespace App.Core { public class More { } }\n' }, 1, 1],
    ['its readers, when it is deleted', CSHARP, { 'Core/Order.cs': undefined }, 0, 2],
    ['the files of a project, in what that sees', CSHARP, { 'Web/Web.csproj': '<Project />' }, 0, 2],
  ])('%s', async (_, files, change, parsed, relinked) => {
    write(files);
    await again();
    write(change);
    expect(await again()).toEqual([parsed, relinked]);
    expect(await again()).toEqual([0, 0]);
  }, 30_000);
});
