import { CreatePlatform } from './20260301090000-create-platform.js';
import { IndexSymbols } from './20260315090000-index-symbols.js';

/** Every migration in its order; a new one is added at the end. Each can be taken back by its `down`. */
export const migrations = [
  { name: '20260301090000-create-platform', class: CreatePlatform },
  { name: '20260315090000-index-symbols', class: IndexSymbols },
];
