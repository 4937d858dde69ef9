export { prepareCopy } from './prepare.js';
