/** One case of a suite: pairs of caller and callee, written as the suite writes them. */
export interface CaseResult {
  readonly category: string;
  readonly name: string;
  readonly wanted: ReadonlySet<string>;
  readonly ours: ReadonlySet<string>;
  /** Pairs that the suite has of builtins and packages: they are not compared. */
  readonly outside: number;
}

export interface CategoryScore {
  cases: number;
  wanted: number;
  found: number;
  ours: number;
  right: number;
  outside: number;
  /** Cases of which nothing is missed, and those of which nothing is wrong: "sound" and "complete" where call graphs are compared. */
  sound: number;
  complete: number;
}

/** Counts by category, and over all of them as `all`. */
export function scoreCases(results: readonly CaseResult[]): ReadonlyMap<string, CategoryScore> {
  const scores = new Map<string, CategoryScore>();
  for (const result of results) {
    for (const category of [result.category, 'all']) {
      const score = scores.get(category) ?? { cases: 0, wanted: 0, found: 0, ours: 0, right: 0, outside: 0, sound: 0, complete: 0 };
      scores.set(category, score);
      const found = [...result.wanted].filter((pair) => result.ours.has(pair)).length;
      score.cases++;
      score.wanted += result.wanted.size;
      score.found += found;
      score.ours += result.ours.size;
      score.right += found;
      score.outside += result.outside;
      if (found === result.wanted.size) score.sound++;
      if (found === result.ours.size) score.complete++;
    }
  }
  return scores;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '     –' : (part / whole).toFixed(4);
}

export function suiteTable(results: readonly CaseResult[]): string {
  const scores = [...scoreCases(results)].sort(([left], [right]) => (left === 'all' ? 1 : right === 'all' ? -1 : left < right ? -1 : 1));
  const width = Math.max(8, ...scores.map(([category]) => category.length));
  const rows = scores.map(([category, { cases, wanted, found, ours, right, outside, sound, complete }]) =>
    [category.padEnd(width), String(cases).padStart(5), share(right, ours), share(found, wanted), String(ours).padStart(6), String(wanted).padStart(6), String(sound).padStart(5), String(complete).padStart(8), String(outside).padStart(7)].join('  '),
  );
  return [`${'category'.padEnd(width)}  cases  precis.  recall    ours  wanted  sound  complete  outside`, ...rows].join('\n');
}
