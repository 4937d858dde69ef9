/** The engine, by far the largest part to load, in a module of its own so that loading it can go on beside other work. */
export { DEFAULT_LIMITS, ScanSession, listFolder, scan } from '@pinata/core';
