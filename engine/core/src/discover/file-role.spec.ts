import { describe, expect, it } from '@jest/globals';
import { fileRoleFinder } from './file-role.js';

describe('the role of a file', () => {
  it.each([
    ['Migrations/20260101000000_Initial.cs', 'production'],
    ['Migrations/20260101000000_Initial.Designer.cs', 'generated'],
    ['Forms/Main.Designer.cs', 'generated'],
    ['client/sdk.gen.ts', 'production'],
    ['client/types.gen.ts', 'generated'],
    ['db/schema.rb', 'production'],
    ['node_modules/x/index.js', 'vendored'],
    ['src/shop.spec.ts', 'test'],
    ['src/shop.ts', 'production'],
  ])('%s is %s', (file, role) => {
    expect(fileRoleFinder()(file)).toBe(role);
  });
});
