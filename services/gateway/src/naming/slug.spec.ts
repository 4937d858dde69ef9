import { describe, expect, it } from '@jest/globals';
import { isSlug, slugOf } from './slug.js';

describe('slugs', () => {
  it.each([
    ['My App (Ünïcode)', 'my-app-unicode'],
    ['ghostfolio/ghostfolio', 'ghostfolio-ghostfolio'],
    ['x'.repeat(100), 'x'.repeat(64)],
  ])('makes one of %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
    expect(isSlug(slug)).toBe(true);
  });

  it.each(['日本', '---', '', 'new'])('makes none of %j', (name) => {
    expect(slugOf(name)).toBeUndefined();
  });

  it.each(['-a', 'a-', 'a--b', 'A', 'a/b', '../x', 'a'.repeat(65), 'graphql'])('refuses %j', (slug) => {
    expect(isSlug(slug)).toBe(false);
  });
});
