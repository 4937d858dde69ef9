import { describe, expect, it } from '@jest/globals';
import { visibleName } from './visible-name.js';

describe('visibleName', () => {
  it('shows line breaks, direction marks and control characters as dots', () => {
    expect(visibleName('a\nb\u202Egnp.exe\u0000\u200F\u2066x')).toBe('a·b·gnp.exe···x');
  });

  it('leaves letters of all languages, emoji and HTML as they are', () => {
    expect(visibleName('<b>größe</b> 数据 🪅 اسم')).toBe('<b>größe</b> 数据 🪅 اسم');
  });
});
