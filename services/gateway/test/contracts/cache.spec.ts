import { MemoryCache } from '../../src/adapters/cache/memory/memory-cache.js';
import { CACHE_SECONDS } from '../../src/ports/index.js';
import { cacheContract } from './cache.contract.js';

cacheContract('in memory', () => {
  const factsBytes = 10_000;
  let now = 1;
  return { cache: new MemoryCache({ facts: factsBytes, answers: 10_000 }, () => now), answersSeconds: CACHE_SECONDS.answers, factsBytes, pass: (seconds) => void (now += seconds * 1000) };
});
