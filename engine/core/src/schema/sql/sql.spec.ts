import { describe, expect, it } from '@jest/globals';
import { accessesOf } from './accesses.js';
import { definitionsOf } from './definitions.js';
import { statementsOf } from './tokens.js';

const define = (sql: string) => statementsOf(sql).flatMap((tokens) => definitionsOf(tokens));
const access = (sql: string): string[] => statementsOf(sql).flatMap((tokens) => accessesOf(tokens)).map((one) => `${one.access} ${one.table}(${[...one.columns].sort().join(' ')})`);

describe('definitions', () => {
  it.each([
    ['PostgreSQL', `CREATE TABLE IF NOT EXISTS shop.orders (id bigserial PRIMARY KEY, note character varying(20) DEFAULT 'a;b'::varchar NOT NULL, "user" uuid REFERENCES users (id) ON DELETE CASCADE, at timestamp with time zone DEFAULT now(), CONSTRAINT once UNIQUE (note, at));`],
    ['MySQL', "CREATE TABLE `shop`.`orders` (`id` bigserial NOT NULL, `note` character varying(20) NOT NULL DEFAULT 'a;b'::varchar COMMENT 'x', `user` uuid, `at` timestamp with time zone DEFAULT now(), PRIMARY KEY (`id`), UNIQUE KEY `once` (`note`, `at`), CONSTRAINT `fk` FOREIGN KEY (`user`) REFERENCES `users` (`id`)) ENGINE=InnoDB;"],
    ['SQL Server', "CREATE TABLE [shop].[orders] ([id] bigserial NOT NULL, [note] character varying(20) NOT NULL DEFAULT 'a;b'::varchar, [user] uuid NULL, [at] timestamp with time zone DEFAULT now(), CONSTRAINT [pk] PRIMARY KEY CLUSTERED ([id] ASC), CONSTRAINT [once] UNIQUE NONCLUSTERED ([note], [at]), CONSTRAINT [fk] FOREIGN KEY ([user]) REFERENCES [users] ([id]))\nGO\n"],
  ])('reads the same table as %s writes it', (_, sql) => {
    const [table] = define(sql);
    expect(table).toMatchObject({
      operation: 'createTable',
      name: 'orders',
      schema: 'shop',
      primaryKey: ['id'],
      foreignKeys: [{ columns: ['user'], target: { table: 'users', columns: ['id'] } }],
      indexes: [{ name: 'once', columns: ['note', 'at'], isUnique: true }],
    });
    expect(table?.operation === 'createTable' ? table.columns.map(({ name, type, isNullable, default: fallback }) => [name, type, isNullable, fallback]) : []).toEqual([
      ['id', 'bigserial', false, undefined],
      ['note', 'character varying(20)', false, "'a;b'::varchar"],
      ['user', 'uuid', true, undefined],
      ['at', 'timestamp with time zone', true, 'now()'],
    ]);
  });

  it('reads changes in the four dialects', () => {
    expect(
      define(`
        ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0, DROP COLUMN c, ALTER COLUMN d SET NOT NULL, ALTER COLUMN e TYPE text;
        ALTER TABLE ONLY a ADD CONSTRAINT f FOREIGN KEY (g) REFERENCES h(i);
        ALTER TABLE a RENAME COLUMN j TO k; ALTER TABLE a RENAME TO l;
        ALTER TABLE \`a\` MODIFY \`m\` varchar(5) NULL, CHANGE n o int;
        EXEC sp_rename 'a.p', 'q', 'COLUMN';
        CREATE UNIQUE INDEX r ON a USING btree (lower(s), t DESC);
        DROP TABLE IF EXISTS u, v; ALTER TABLE a ADD w int, x text
      `).map((one) => JSON.stringify(one).replaceAll('"', '')),
    ).toEqual([
      '{operation:addColumn,name:a,column:{name:b,type:int,default:0,isNullable:false}}',
      '{operation:dropColumn,name:a,column:c}',
      '{operation:alterColumn,name:a,column:{name:d,isNullable:false}}',
      '{operation:alterColumn,name:a,column:{name:e,type:text}}',
      '{operation:addForeignKey,name:a,foreignKey:{name:f,columns:[g],target:{table:h,columns:[i]}}}',
      '{operation:renameColumn,name:a,column:j,to:k}',
      '{operation:renameTable,name:a,to:l}',
      '{operation:alterColumn,name:a,column:{name:m,type:varchar(5),isNullable:true}}',
      '{operation:renameColumn,name:a,column:n,to:o}',
      '{operation:alterColumn,name:a,column:{name:o,type:int,isNullable:true}}',
      '{operation:renameColumn,name:a,column:p,to:q}',
      '{operation:addIndex,name:a,index:{name:r,columns:[s,t],isUnique:true}}',
      '{operation:dropTable,name:u}',
      '{operation:dropTable,name:v}',
      '{operation:addColumn,name:a,column:{name:w,type:int,isNullable:true}}',
      '{operation:addColumn,name:a,column:{name:x,type:text,isNullable:true}}',
    ]);
  });

  it('keeps semicolons in strings, bodies and comments where they are', () => {
    expect(define("-- a; b\nCREATE TABLE a (b text DEFAULT 'x;y'); /* ; */ CREATE FUNCTION f() AS $$ BEGIN; DROP TABLE z; END $$; CREATE TABLE c (d int)").map((one) => one.name)).toEqual(['a', 'c']);
  });
});

describe('accesses', () => {
  it.each([
    ['SELECT u.name, o.total FROM users u JOIN orders AS o ON o.user_id = u.id WHERE u.active', ['reads users(active id name)', 'reads orders(total user_id)']],
    ["INSERT INTO users (name, mail) VALUES ($1, 'from nowhere')", ['writes users(mail name)']],
    ['INSERT INTO `roles` (id, name) VALUES \\\n ("7", "ADMIN"), \\\n ("8", "USER")', ['writes roles(id name)']],
    ['INSERT INTO a (x) VALUES ((SELECT y FROM b WHERE z = 1))', ['writes a(x)', 'reads b()']],
    ['UPDATE users SET name = ?, seen = now() WHERE id = :id', ['writes users(name seen)', 'reads users(id)']],
    ['DELETE FROM shop.carts WHERE age > 3', ['writes shop.carts()', 'reads shop.carts(age)']],
    ['WITH late AS (SELECT id FROM orders WHERE due < now()) SELECT * FROM late, users', ['reads orders()', 'reads users()']],
    ['INSERT INTO a (x) SELECT y FROM b ON CONFLICT (x) DO UPDATE SET z = excluded.z', ['writes a(x z)', 'reads b()']],
    ['SELECT * FROM {} WHERE id = 1', []],
    ['SELECT count(*) FROM generate_series(1, 3)', []],
    ['select id from users for update', ['reads users(id)']],
    ['CREATE TABLE a (b int)', []],
    ["SELECT extract(epoch FROM at), trim(BOTH ' ' FROM name) FROM users", ['reads users(BOTH at epoch name)']],
    ['UPDATE d SET seen = 1 FROM devices d JOIN users u ON u.id = d.user_id', ['writes devices(seen)', 'reads devices(user_id)', 'reads users(id)']],
    ['SELECT i FROM Orders o JOIN o.items i WHERE i.id = 1', ['reads Orders(items)']],
    ['SELECT t FROM Orders JOIN Orders.tags t', ['reads Orders(tags)']],
    ['select files from disk before they are sent', []],
  ])('%s', (sql, expected) => {
    expect(access(sql)).toEqual(expected);
  });

  it('ends for any text', () => {
    for (const sql of ["'", '"a', 'SELECT (((((', 'WITH', 'INSERT INTO', 'UPDATE a SET', '/*', '$$', 'with a as (with b as (', 'FROM FROM FROM ,,,']) expect(() => [access(sql), define(`CREATE TABLE x (${sql}`)]).not.toThrow();
  });
});
