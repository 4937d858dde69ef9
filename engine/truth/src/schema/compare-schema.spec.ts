import { describe, expect, it } from '@jest/globals';
import { comparableType } from './comparable-type.js';
import { compareSchemas, f1Of } from './compare-schema.js';
import type { ComparedColumn, ComparedSchema } from './database-schema.js';
import { readModelSnapshot } from './model-snapshot.js';
import { runSqlite } from './sqlite.js';

const column = (type: string, isNullable = false): ComparedColumn => ({ type, isNullable });

function schemaOf(tables: Readonly<Record<string, Readonly<Record<string, ComparedColumn>>>>, foreignKeys: readonly string[] = []): ComparedSchema {
  return { tables: new Map(Object.entries(tables).map(([name, columns]) => [name, { columns: new Map(Object.entries(columns)), primaryKey: ['id'] }])), foreignKeys: new Set(foreignKeys) };
}

describe('a comparison', () => {
  it('counts what is missing against recall and what is too much against precision', () => {
    const theirs = schemaOf({ a: { id: column('integer'), x: column('text') }, b: { id: column('integer') } }, ['b.id -> a.id']);
    const ours = schemaOf({ a: { id: column('bigint'), y: column('text') } });
    const { tables, columns, foreignKeys, types, disagreements } = compareSchemas(ours, theirs);
    expect(tables).toEqual({ ours: 1, theirs: 2, both: 1 });
    expect(f1Of(tables)).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3 });
    expect(columns).toEqual({ ours: 2, theirs: 3, both: 1 });
    expect(f1Of(foreignKeys)).toEqual({ precision: undefined, recall: 0, f1: 0 });
    expect(types).toEqual({ same: 0, compared: 1 });
    expect(disagreements).toContain('column not there: a.y');
    expect(disagreements).toContain('foreign key missed: b.id -> a.id');
  });
});

describe('types', () => {
  it.each([
    ['character varying(20)', 'text'],
    ['nvarchar(max)', 'text'],
    ['timestamp(3) without time zone', 'timestamp'],
    ['int4', 'integer'],
    ['bigserial', 'bigint'],
    ['decimal(10, 2)', 'numeric'],
    ['text[]', 'text[]'],
    ['_Weird', '_weird'],
  ])('%s is %s', (type, expected) => expect(comparableType(type)).toBe(expected));

  it('count an enumeration as the text that it is', () => expect(comparableType('public.Role', new Set(['role']))).toBe('text'));
});

describe('SQLite', () => {
  it('says what stands there, without its own tables', () => {
    const { tables, foreignKeys } = runSqlite(['CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT NOT NULL); CREATE TABLE c (a_id INTEGER REFERENCES a)']);
    expect([...tables.keys()]).toEqual(['a', 'c']);
    expect(tables.get('a')).toEqual({ columns: new Map([['id', column('integer')], ['b', column('text')]]), primaryKey: ['id'] });
    expect([...foreignKeys]).toEqual(['c.a_id -> a.id']);
  });
});

describe('a snapshot of EF Core', () => {
  const source = `
            modelBuilder.Entity("Shop.Order", b =>
                {
                    b.Property<int>("Id")
                        .HasColumnName("order_id");
                    b.Property<string>("Note");
                    b.Property<float?>("Weight");
                    b.Property<int>("BuyerId");
                    b.HasKey("Id");
                    b.ToTable("orders", "store");
                });

            modelBuilder.Entity("Shop.Person", b =>
                {
                    b.Property<int>("Id");
                    b.Property<string>("Name").IsRequired();
                    b.HasKey("Id");
                    b.ToTable("People");
                });

            modelBuilder.Entity("Shop.Order", b =>
                {
                    b.HasOne("Shop.Person", "Buyer")
                        .WithMany("Orders")
                        .HasForeignKey("BuyerId")
                        .OnDelete(DeleteBehavior.Cascade);

                    b.OwnsOne("Shop.Address", "Home", b1 =>
                        {
                            b1.Property<int>("OrderId");
                            b1.Property<string>("Street");
                            b1.HasKey("OrderId");
                            b1.ToTable("orders", "store");
                            b1.WithOwner().HasForeignKey("OrderId");
                        });
                });`;

  it('is read on its own', () => {
    const { tables, foreignKeys } = readModelSnapshot(source);
    expect([...(tables.get('store.orders')?.columns.entries() ?? [])]).toEqual([
      ['order_id', column('integer')],
      ['note', column('text', true)],
      ['weight', column('real', true)],
      ['buyerid', column('integer')],
      ['home_street', column('text', true)],
    ]);
    expect(tables.get('people')?.primaryKey).toEqual(['id']);
    expect([...foreignKeys]).toEqual(['store.orders.buyerid -> people.id']);
  });
});
