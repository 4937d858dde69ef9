import { walkHistory } from './walk-history.js';
import type { Walk } from './walk-history.js';

/** Prints each commit, and what came of all. @returns exit code: 1 where a scan upon another gave anything else than one from nothing */
export async function printHistory(walk: Walk): Promise<number> {
  let [steps, bad, reused, relinked, files] = [0, 0, 0, 0, 0];
  for await (const { commit, different, ...counts } of walkHistory(walk)) {
    console.log(`${commit.slice(0, 12)}  parsed ${counts.parsed}, reused ${counts.reused}, linked ${counts.relinked}${counts.isAmended ? ', graph amended' : ''}${different.length === 0 ? '' : `  DIFFERENT: ${different.join(', ')}`}`);
    if (different.length > 0) bad++;
    if (steps++ === 0) continue; // which had nothing to be upon
    reused += counts.reused;
    relinked += counts.relinked;
    files += counts.parsed + counts.reused;
  }
  const share = (part: number): string => `${files === 0 ? 0 : Math.round((100 * part) / files)} %`;
  console.log(`${steps} commits, ${bad} different from a scan from nothing; after the first ${share(reused)} of files were reused and ${share(relinked)} linked again`);
  return bad === 0 && steps > 0 ? 0 : 1;
}
