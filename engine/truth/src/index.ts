export { prepareCopy } from './oracles/typescript-copy.js';
