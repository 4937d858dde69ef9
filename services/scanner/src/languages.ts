// Says what scanners of this version can read, as JSON: written into the gateway's image, which starts no scanner itself.
import { knownLanguages } from '@pinata/core';

process.stdout.write(`${JSON.stringify({ languages: knownLanguages() })}\n`);
