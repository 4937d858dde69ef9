import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csharpPrinter } from '../../test/edits/csharp-printer.js';
import { EDITS, applyEdit, startProject } from '../../test/edits/edits.js';
import { goPrinter } from '../../test/edits/go-printer.js';
import { javaPrinter } from '../../test/edits/java-printer.js';
import { kotlinPrinter } from '../../test/edits/kotlin-printer.js';
import { phpPrinter } from '../../test/edits/php-printer.js';
import { pythonPrinter } from '../../test/edits/python-printer.js';
import { rubyPrinter } from '../../test/edits/ruby-printer.js';
import { ScanPair } from '../../test/edits/scan-pair.js';
import { typescriptPrinter } from '../../test/edits/typescript-printer.js';

const SEQUENCES = Number(process.env.PINATA_EDITS_SEQUENCES ?? (process.env.PINATA_NIGHTLY === '1' ? 1_000 : 30));
/**
 * For people who look for a cause. `PINATA_EDITS_DEBUG`: 0 tells how much was reused, 1 compares graphs in words; either way the first
 * counterexample is not made smaller, which takes long. `PINATA_EDITS_SEED` is the seed that a failure states, `PINATA_EDITS_SEQUENCES`
 * another number of sequences.
 */
const { PINATA_EDITS_DEBUG: debug, PINATA_EDITS_SEED: replayed } = process.env;
/** Every change meets the same sequences; the nightly target draws others each time. */
const fixedSeed = replayed ?? (process.env.PINATA_NIGHTLY === '1' ? undefined : '1');
const REPLAY = { endOnFailure: debug !== undefined, ...(fixedSeed === undefined ? {} : { seed: Number(fixedSeed) }) };
const seed = fc.nat({ max: 2 ** 31 - 1 });
const starts = fc.array(seed, { minLength: 3, maxLength: 8 });
const edits = fc.array(fc.record({ kind: fc.constantFrom(...Object.keys(EDITS)), seed }), { minLength: 1, maxLength: 8 });

const PRINTERS = [typescriptPrinter, csharpPrinter, pythonPrinter, goPrinter, javaPrinter, kotlinPrinter, phpPrinter, rubyPrinter];

/** The sentence of DESIGN section 6: the same digest for full and incremental. Here it is the whole summary, and every file of the snapshot; every other time in one process that keeps what it can. */
describe.each(PRINTERS.map((printer) => [printer.language, printer] as const))('%s edited again and again', (_, printer) => {
  let pair: ScanPair;
  let sequences = 0;
  beforeAll(() => {
    pair = new ScanPair();
  });
  afterAll(() => pair.end());

  it(`is scanned upon the last scan as from nothing, in ${SEQUENCES} sequences of edits`, async () => {
    const sums = { parsed: 0, reused: 0, relinked: 0, amended: 0, steps: 0 };
    await fc.assert(
      fc.asyncProperty(starts, edits, async (seeds, sequence) => {
        const project = startProject(seeds);
        pair.reset(sequences++ % 2 === 1);
        pair.write(project, printer);
        await pair.again();
        for (const [step, edit] of sequence.entries()) {
          applyEdit(project, edit);
          pair.write(project, printer);
          const upon = await pair.again();
          sums.steps++;
          for (const name of ['parsed', 'reused', 'relinked', 'amended'] as const) sums[name] += pair.counts[name];
          const words = debug === '1' ? await pair.words() : '';
          const full = await pair.full();
          if (debug === '1') expect(words).toBe(await pair.words());
          expect([`${step} ${edit.kind}`, upon]).toEqual([`${step} ${edit.kind}`, full]);
        }
      }),
      { numRuns: SEQUENCES, ...REPLAY },
    );
    if (debug !== undefined) process.stderr.write(`${JSON.stringify(sums)}\n`);
    // The test would be worth little if nothing were ever reused.
    expect(sums.reused).toBeGreaterThan(sums.parsed);
    expect(sums.relinked).toBeLessThan(sums.parsed + sums.reused);
    expect(sums.amended).toBeGreaterThan(sums.steps / 10);
  }, SEQUENCES * 20_000);
});
