// scan-within.js <folder> <output folder> <bytes>: scans in a process of its own, whose memory is then its own, and prints the summary.
import { scan } from '@pinata/core';

const [folder = '', outputFolder = '', memoryBytes = ''] = process.argv.slice(2);
const source = { folder, name: 'made up', commit: 'c', branch: 'folder', isModified: false };
const sink = { fileResult: () => undefined, progress: () => undefined };
process.stdout.write(JSON.stringify(await scan(source, { outputFolder, memoryBytes: Number(memoryBytes) }, sink)));
