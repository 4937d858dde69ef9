import { CreatePlatform } from './20260301090000-create-platform.js';
import { IndexSymbols } from './20260315090000-index-symbols.js';
import { LinkIdentities } from './20260401090000-link-identities.js';
import { CreateLeases } from './20260402090000-create-leases.js';

/** Every migration in its order; a new one is added at the end. Each can be taken back by its `down`. */
export const migrations = [
  { name: '20260301090000-create-platform', class: CreatePlatform },
  { name: '20260315090000-index-symbols', class: IndexSymbols },
  { name: '20260401090000-link-identities', class: LinkIdentities },
  { name: '20260402090000-create-leases', class: CreateLeases },
];
