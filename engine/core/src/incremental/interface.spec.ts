import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeFacts } from '../facts/encode.js';
import type { FileFacts } from '../facts/file-facts.js';
import { grammarsByExtension } from '../languages/registry.js';
import { Extractor } from '../parse/extractor.js';
import { compile } from '../parse/parse-phase.js';
import { UNKNOWN_TABLES, haveSameInterface } from './interface.js';

let extractor: Extractor;
beforeAll(async () => {
  extractor = await Extractor.create(2_000);
  await extractor.use([...new Set(grammarsByExtension().values())].map(compile));
});

function read(extension: string, source: string): FileFacts {
  return decodeFacts(extractor.extract(grammarsByExtension().get(extension)?.id ?? '', source).facts);
}

const TYPESCRIPT = `
import { Order } from './order';
export class Shop {
  constructor(private readonly orders: Order[]) {}
  first() { const order = this.orders[0]; return order; }
  count(): number { let sum = 0; for (const order of this.orders) sum += order.size(); return sum; }
}
export const make = () => new Shop([]);
`;
const CSHARP = `
using System;
namespace App {
  public class Shop : Base {
    private readonly Order order = new();
    public Order First() { var found = order; return found; }
    public void Sell(int count) { for (var i = 0; i < count; i++) Console.WriteLine(i); }
  }
}
`;
const PYTHON = `
import os
__all__ = ['Shop']
__all__ += ['make']
with os.open() as handle:
    pass
class Shop:
    def first(self):
        order, count = self.orders()
        return order
`;
const GO = `
package shop
func First() Order {
	one, two := load(), save()
	two.run()
	return one
}
func (o Order) Total() int { return 1 }
`;
const KOTLIN = 'class Shop {\n  companion object {\n    fun make() = 1\n  }\n}\nfun Order.total() = 1\n';
const PHP = '<?php\ntrait Priced { public function price() { return 1; } }\n';

describe('the interface of a file', () => {
  it('knows every table and column that facts have', () => expect(UNKNOWN_TABLES).toEqual([]));

  it.each<[string, string, string, string, string]>([
    ['a body that gives nothing back', '.ts', TYPESCRIPT, 'sum += order.size()', 'sum += order.size() + Math.max(new Date().getTime(), 1)'],
    ['lines', '.ts', TYPESCRIPT, 'export class', '\n\n/* moved */ export class'],
    ['a body', '.cs', CSHARP, 'Console.WriteLine(i)', '{ var text = new String(i); Console.Write(text); }'],
    ['a body in front of what is taken apart', '.py', PYTHON, 'order, count', 'print(1)\n        order, count'],
    ['a body in front of what is taken apart', '.go', GO, 'one, two', 'println(1)\n\tone, two'],
    ['a local that nothing outside leads to', '.cs', CSHARP, 'for (var', 'var other = 1; for (var'],
  ])('stays when %s changes in %s', (_, extension, source, from, to) => {
    expect(source).toContain(from);
    expect(haveSameInterface(read(extension, source), read(extension, source.replace(from, to)))).toBe(true);
  });

  it.each<[string, string, string, string, string]>([
    ['what a body gives back', '.ts', TYPESCRIPT, 'return order', 'return [order]'],
    ['a local that is given back', '.ts', TYPESCRIPT, 'const order = this.orders[0]', 'const order = this.orders'],
    ['a parameter', '.ts', TYPESCRIPT, 'orders: Order[]', 'orders: Order'],
    ['where a name comes from', '.ts', TYPESCRIPT, "'./order'", "'./orders'"],
    ['a name', '.ts', TYPESCRIPT, 'count()', 'total()'],
    ['what is exported', '.ts', TYPESCRIPT, 'export const make', 'const make'],
    ['a constant', '.ts', TYPESCRIPT, 'new Shop([])', 'new Date()'],
    ['a base', '.cs', CSHARP, ': Base', ': Other'],
    ['a field', '.cs', CSHARP, 'Order order', 'Item order'],
    ['a local that is given back', '.cs', CSHARP, 'var found = order', 'var found = this'],
    ['what is added to a list of names', '.py', PYTHON, "+= ['make']", "+= ['made']"],
    ['a local of the module itself', '.py', PYTHON, 'as handle', 'as file'],
    ['a receiver', '.go', GO, '(o Order) Total', '(o Item) Total'],
    ['what an extension extends', '.kt', KOTLIN, 'Order.total', 'Item.total'],
    ['what kind of type it is', '.kt', KOTLIN, 'companion object', 'object Other'],
    ['what kind of type it is', '.php', PHP, 'trait', 'class'],
    ['a using', '.cs', CSHARP, 'using System', 'using Other'],
    ['a number of parameters', '.cs', CSHARP, 'int count', 'int count, int more'],
  ])('changes with %s in %s', (_, extension, source, from, to) => {
    expect(source).toContain(from);
    expect(haveSameInterface(read(extension, source), read(extension, source.replace(from, to)))).toBe(false);
  });
});
