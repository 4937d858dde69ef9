import { roslynOracle } from './csharp-roslyn.js';
import { goOracle } from './go.js';
import { javaOracle } from './java.js';
import type { Oracle } from './oracle.js';
import { pythonOracle } from './python.js';
import { typescriptOracle } from './typescript-oracle.js';

/** Every language that is held against something. */
export const oracles: readonly Oracle[] = [typescriptOracle, pythonOracle, goOracle, javaOracle, roslynOracle];
