import { describe, expect, it } from '@jest/globals';
import { SubjectTrie, isSubjectTemplate } from './subject-trie.js';

function trieOf(subjects: readonly string[]): SubjectTrie<string> {
  const trie = new SubjectTrie<string>();
  for (const subject of subjects) trie.add(subject, subject);
  return trie;
}

describe('subjects of which a part is known', () => {
  it.each([
    ['orders.{}', ['orders.paid', 'orders.{}'], ['orders', 'orders.', 'orders.eu.paid', 'order.paid']],
    ['orders.{}.created', ['orders.eu.created'], ['orders.created', 'orders.eu.paid']],
    ['stock.{}-{}.low', ['stock.eu-books.low'], ['stock.books.low', 'stock.eu-.low', 'stock.-books.low']],
    ['user-{}.left', ['user-7.left'], ['user-.left', 'users.left']],
  ])('%s', (template, meant, others) => {
    expect([...trieOf([...meant, ...others]).fitting(template)].sort()).toEqual([...meant].sort());
    // A whole subject finds the templates that it may be of.
    for (const one of meant) expect(trieOf([template]).fitting(one)).toEqual([template]);
    for (const one of others) expect(trieOf([template]).fitting(one)).toEqual([]);
  });

  it('say enough with a word that begins a subject, or two others', () => {
    expect(['orders.{}', 'orders-{}', '{}.carts.left', 'a.b.{}'].filter((subject) => !isSubjectTemplate(subject))).toEqual([]);
    expect(['{}', '{}.created', '{}.{}', 'o{}', 'orders.paid', `${'a.'.repeat(40)}{}`].filter(isSubjectTemplate)).toEqual([]);
  });

  it('are looked up in bounded time among very many', () => {
    const subjects = Array.from({ length: 300_000 }, (_, index) => `a${index % 3_000}.b${index}.c`);
    const trie = trieOf(subjects);
    const started = performance.now();
    for (let index = 0; index < 100; index++) trie.fitting('a{}.b{}.d');
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(trie.fitting('a1.b1.c')).toEqual(['a1.b1.c']);
  });
});
