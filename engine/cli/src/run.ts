import { EXIT, CommandError } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { Interruption } from './interrupt.js';
import type { Terminal } from './terminal.js';

/** Runs one command. Each command is loaded when it is asked for: a start should cost no more than what it does. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [command, ...rest] = words.some((word) => word === '--help' || word === '-h') ? ['help'] : words;
  const interruption = new Interruption();
  interruption.listen();
  try {
    switch (command) {
      case 'scan':
        await (await import('./scan/scan-command.js')).scanCommand(rest, terminal, interruption);
        return EXIT.done;
      case 'query':
        await (await import('./query/query-command.js')).queryCommand(rest, terminal);
        return EXIT.done;
      case 'compare':
        await (await import('./compare/compare-command.js')).compareCommand(rest, terminal);
        return EXIT.done;
      case undefined:
      case 'help':
        await terminal.write((await import('./help.js')).HELP);
        return command === undefined ? EXIT.usage : EXIT.done;
      case '--version':
        await terminal.write(`${await version()}\n`);
        return EXIT.done;
      default:
        throw new CommandError(EXIT.usage, `there is no command "${command}"\nTry "pinata help".`);
    }
  } catch (error) {
    return (await import('./explain.js')).explain(error, terminal, interruption);
  } finally {
    await interruption.remove();
    interruption.stopListening();
  }
}

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}
