import { CreatePlatform } from './20260301090000-create-platform.js';

/** Every migration in its order; a new one is added at the end. Each can be taken back by its `down`. */
export const migrations = [{ name: '20260301090000-create-platform', class: CreatePlatform }];
