import { connectNats, drainNats } from '../adapters/nats/nats-connection.js';
import { listDeadLetters, replayDeadLetters } from '../adapters/result-stream/jetstream/dead-letters.js';
import { ConfigurationError, readSettings } from '../config/index.js';

const USAGE = 'usage: node dist/dead-letters.js list | replay <sequence>... | replay all';

/** @returns the exit code */
export async function runDeadLettersCommand(words: readonly string[]): Promise<number> {
  const [command, ...sequences] = words;
  const isAll = sequences.length === 1 && sequences[0] === 'all';
  const isWellFormed = (command === 'list' && sequences.length === 0) || (command === 'replay' && (isAll || (sequences.length > 0 && sequences.every((text) => /^\d{1,15}$/.test(text)))));
  if (!isWellFormed) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  try {
    const configuration = readSettings();
    if (configuration.profile !== 'cluster') throw new ConfigurationError('PINATA_PROFILE', 'must be cluster: nothing is set aside in the embedded profile');
    const connection = await connectNats({ ...configuration.cluster.nats, name: 'dead-letters' });
    try {
      const letters = command === 'list' || isAll ? await listDeadLetters(connection) : [];
      if (command === 'list') for (const letter of letters) process.stdout.write(`${JSON.stringify(letter)}\n`);
      else process.stdout.write(`given back: ${await replayDeadLetters(connection, isAll ? letters.map(({ sequence }) => sequence) : sequences.map(Number))}\n`);
    } finally {
      await drainNats(connection);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
