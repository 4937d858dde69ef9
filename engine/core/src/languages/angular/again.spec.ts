import { afterAll, describe, expect, it } from '@jest/globals';
import { ScanPair } from '../../../test/edits/scan-pair.js';

type Files = Readonly<Record<string, string | undefined>>;

const component = (text: string, decorator = ''): string => `import { Component, Input } from '@angular/core';\n${decorator}export class ${text}`;

const SHOP: Files = {
  'package.json': '{ "name": "shop", "dependencies": { "@angular/core": "15.0.0" } }',
  'cart.ts': component('Cart { lines = []; total(): number { return 0; } }\n', "@Component({ selector: 'app-cart', templateUrl: './cart.html' })\n"),
  'cart.html': '<app-line *ngFor="let line of lines" [line]="line" />{{ total() | short }}',
  'line.ts': component('Line { @Input() line = null; }\n', "@Component({ selector: 'app-line', template: '{{ line }}' })\n"),
  'row.ts': component('Row { @Input() line = null; }\n', "@Component({ selector: 'app-row', template: '' })\n"),
  'short.ts': "import { Pipe } from '@angular/core';\n@Pipe({ name: 'short' })\nexport class ShortPipe { transform(): string { return ''; } }\n",
  'module.ts': "import { NgModule } from '@angular/core';\nimport { Cart } from './cart';\nimport { LINES } from './lines';\n@NgModule({ declarations: [Cart, ...LINES] })\nexport class AppModule {}\n",
  'lines.ts': "import { Line } from './line';\nexport const LINES = [Line];\n",
  'alone.ts': 'export const alone = 1;\n',
};

/** What changes, with how many files are linked again and what an edge of the template then leads to. */
const EDITS: readonly (readonly [what: string, change: Files, relinked: number, edge: string])[] = [
  ['the template calls nothing', { 'cart.html': '<app-line *ngFor="let line of lines" [line]="line" />' }, 1, 'template.binding--> pinata npm shop . `line.ts`/Line#line.'],
  ['a member has another name', { 'cart.ts': component('Cart { lines = []; sum(): number { return 0; } }\n', "@Component({ selector: 'app-cart', templateUrl: './cart.html' })\n") }, 3, 'memberNotFound: cart.html:1:57 "total"'],
  ['a member has another name in both', { 'cart.ts': component('Cart { lines = []; sum(): number { return 0; } }\n', "@Component({ selector: 'app-cart', templateUrl: './cart.html' })\n"), 'cart.html': '<app-line *ngFor="let line of lines" [line]="line" />{{ sum() | short }}' }, 3, 'calls/call--> pinata npm shop . `cart.ts`/Cart#sum().'],
  ['a child has another selector', { 'line.ts': component('Line { @Input() line = null; }\n', "@Component({ selector: 'app-other', template: '{{ line }}' })\n") }, 3, 'nameNotFound: cart.html:1:2 "app-line"'],
  ['another child has the selector', { 'row.ts': component('Row { @Input() line = null; }\n', "@Component({ selector: 'app-line', template: '' })\n"), 'line.ts': component('Line {}\n', "@Component({ selector: 'app-other', template: '' })\n") }, 4, 'template.element.fitting ~80%--> pinata npm shop . `row.ts`/Row#'],
  ['another child has it too', { 'row.ts': component('Row { @Input() line = null; }\n', "@Component({ selector: 'app-line', template: '' })\n") }, 2, 'template.element--> pinata npm shop . `line.ts`/Line#'],
  ['an input has another name', { 'line.ts': component("Line { @Input('line') shown = null; }\n", "@Component({ selector: 'app-line', template: '{{ shown }}' })\n") }, 3, 'template.binding--> pinata npm shop . `line.ts`/Line#shown.'],
  ['the module declares the child no longer', { 'module.ts': "import { NgModule } from '@angular/core';\nimport { Cart } from './cart';\n@NgModule({ declarations: [Cart] })\nexport class AppModule {}\n" }, 2, 'template.element.fitting ~80%--> pinata npm shop . `line.ts`/Line#'],
  ['a constant of the module names the child no longer', { 'lines.ts': 'export const LINES = [];\n' }, 3, 'template.element.fitting ~80%--> pinata npm shop . `line.ts`/Line#'],
  ['a pipe has another name', { 'short.ts': "import { Pipe } from '@angular/core';\n@Pipe({ name: 'brief' })\nexport class ShortPipe { transform(): string { return ''; } }\n" }, 2, 'nameNotFound: cart.html:1:67 "short"'],
  ['the template lies elsewhere', { 'cart.html': undefined, 'views/cart.html': '{{ total() }}', 'views/cart.view.ts': '', 'cart.ts': component('Cart { total(): number { return 0; } }\n', "@Component({ selector: 'app-cart', templateUrl: 'views/cart.html' })\n") }, 4, 'pinata file shop . views/`cart.html`/ --calls/call--> pinata npm shop . `cart.ts`/Cart#total().'],
  ['another component has the template', { 'cart.ts': component('Cart {}\n'), 'row.ts': component('Row { total(): number { return 0; } }\n', "@Component({ selector: 'app-row', templateUrl: './cart.html' })\n") }, 4, 'calls/call--> pinata npm shop . `row.ts`/Row#total().'],
  ['the child is gone', { 'line.ts': undefined }, 3, 'nameNotFound: cart.html:1:2 "app-line"'],
];

const pair = new ScanPair();
afterAll(() => pair.end());

/** Scans upon the last scan; what comes of it must be what a scan from nothing gives. */
async function scanned(): Promise<void> {
  const upon = await pair.again();
  expect(upon).toEqual(await pair.full());
}

describe('templates that are linked upon the last scan', () => {
  it.each(EDITS)('are linked as from nothing when %s', async (_, change, relinked, edge) => {
    for (const hasSession of [false, true]) {
      pair.reset(hasSession);
      pair.change(SHOP);
      await scanned();
      expect(await pair.words()).toContain('calls/call--> pinata npm shop . `cart.ts`/Cart#total().');
      pair.change(change);
      await scanned();
      expect([pair.counts.relinked, await pair.words()]).toEqual([relinked, expect.stringContaining(edge)]);
      pair.change({ ...Object.fromEntries(Object.keys(change).filter((name) => !(name in SHOP)).map((name) => [name, undefined])), ...SHOP });
      await scanned();
    }
  });
});
