import { describe, expect, it } from '@jest/globals';
import { typesDiffer } from './column-types.js';

describe('typesDiffer', () => {
  it.each([
    ['varchar(80)', 'varchar(120)'],
    ['character varying(80)', 'varchar(120)'],
    ['numeric(8, 2)', 'decimal(6,2)'],
    ['date', 'timestamp with time zone'],
    ['text', 'integer'],
    ['boolean', 'varchar(5)'],
    ['uuid', 'bigint'],
    ['jsonb', 'integer'],
    ['integer', 'integer[]'],
    ['timestamp(3)', 'timestamp(6)'],
  ])('tells %s from %s', (one, other) => {
    expect(typesDiffer(one, other)).toBe(true);
    expect(typesDiffer(other, one)).toBe(true);
  });

  it.each([
    ['text', 'TEXT'],
    ['varchar', 'character varying'],
    ['nvarchar(512)', 'TEXT'],
    ['nvarchar(450)', 'varchar(255)'],
    ['uniqueidentifier', 'TEXT'],
    ['datetime2', 'TEXT'],
    ['bit', 'INTEGER'],
    ['integer', 'SERIAL'],
    ['bigint', 'integer'],
    ['int(11)', 'int'],
    ['int(10) unsigned', 'integer'],
    ['decimal(18,2)', 'numeric'],
    ['datetimeoffset', 'timestamp with time zone'],
    ['DataSource', 'public.DataSource'],
    ['LogLevel', 'int'],
    ['text[]', 'jsonb'],
    ['numeric(10,0)', 'NUMERIC(10)'],
    ['nvarchar(max)', 'nvarchar(50)'],
    ['varchar(255)', 'varchar(30)'],
    ['numeric(38,2)', 'decimal(21, 2)'],
    ['vector(384)', 'vector(768)'],
    ['', 'text'],
  ])('lets %s be %s', (one, other) => {
    expect(typesDiffer(one, other)).toBe(false);
    expect(typesDiffer(other, one)).toBe(false);
  });
});
