import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A repository made for a test, in a folder that goes away with it. */
export class GitRepository {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'pinata-e2e-repository-'));

  constructor(files: Readonly<Record<string, string>>) {
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'Test');
    this.git('config', 'user.email', 'test@example.com');
    this.write(files);
    this.commit('begin');
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }

  branch(name: string): void {
    this.git('switch', '--quiet', '--create', name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private git(...parameters: readonly string[]): void {
    execFileSync('git', parameters, { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

/** A shop with packages that depend on each other, and as many files as a test needs to see a scan under way. */
export function shopFiles(parts: number): Record<string, string> {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'shop', private: true, workspaces: ['packages/*'] }),
    'packages/core/package.json': JSON.stringify({ name: '@shop/core', version: '1.0.0', main: 'src/index.ts' }),
    'packages/web/package.json': JSON.stringify({ name: '@shop/web', version: '1.0.0', dependencies: { '@shop/core': '1.0.0' } }),
    'packages/core/src/index.ts': "export { OrderService } from './order-service.js';\nexport { computeTax } from './tax.js';\n",
    'packages/core/src/tax.ts': 'export function computeTax(amount: number): number {\n  return Math.round(amount * 0.19);\n}\n',
    'packages/core/src/order-service.ts':
      "import { computeTax } from './tax.js';\n\nexport class OrderService {\n  total(amount: number): number {\n    return amount + computeTax(amount);\n  }\n}\n",
    'packages/web/src/checkout.ts': "import { OrderService } from '@shop/core';\n\nexport function checkout(amount: number): number {\n  const service = new OrderService();\n  return service.total(amount);\n}\n",
    'packages/web/src/loose.ts': 'export function looseTax(given: any): number {\n  return given.computeTax(1);\n}\n',
    'packages/web/src/cart.ts': "import { computeTax } from '../../core/src/tax.js';\n\nexport function cartTax(amount: number): number {\n  return computeTax(amount);\n}\n",
  };
  for (let part = 0; part < parts; part++) {
    const functions = Array.from({ length: 40 }, (_, index) => `export function part${part}Step${index}(amount: number): number {\n  return computeTax(amount) + ${index === 0 ? 0 : `part${part}Step${index - 1}(amount)`};\n}\n`);
    files[`packages/core/src/parts/part-${part}.ts`] = `import { computeTax } from '../tax.js';\n\n${functions.join('\n')}`;
  }
  return files;
}
