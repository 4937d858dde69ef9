import type { Comparison, Disagreement, DispatchScore, Score } from './compare.js';
import type { SiteCount } from './site-counts.js';
import type { Relation, Verdict } from './verdict.js';

function share(part: number, whole: number): string {
  return whole === 0 ? '     –' : (part / whole).toFixed(4);
}

function scoreRow(name: string, score: Score): string {
  const row = [
    name.padEnd(16),
    share(score.exactAgreed, score.exact),
    share(score.allAgreed, score.all),
    share(score.found, score.wanted),
    String(score.exact).padStart(7),
    String(score.wanted).padStart(7),
    String(score.wanted - score.captured).padStart(9),
    String(score.outside).padStart(8),
    String(score.outsideWithEdge).padStart(8),
    String(score.unjudged).padStart(9),
  ];
  return row.join('  ');
}

/** The table of precision and recall, with what was judged and what was not. */
export function scoreTable(scores: Comparison['scores']): string {
  return [
    '                  precision  precision  recall    exact   wanted        not   outside     (ours)  unjudged',
    '                  (exact)    (all)      (all)     edges    sites   captured     sites               sites',
    ...[...scores].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, score]) => scoreRow(name, score)),
  ].join('\n');
}

export function dispatchTable(score: DispatchScore): string {
  return [
    `dispatch: ${score.sites} calls of members of the repository's interfaces, ${score.outside} of a library's; from the former our overrides lead to ${score.ours} bodies`,
    `  by the types that exist (CHA):      precision ${share(score.oursPossible, score.ours)}  recall ${share(score.oursPossible, score.possible)} of ${score.possible}`,
    `  by what may flow there (VTA):       precision ${share(score.oursFlowing, score.ours)}  recall ${share(score.oursFlowing, score.flowing)} of ${score.flowing}`,
  ].join('\n');
}

export function siteTable(counts: readonly SiteCount[]): string {
  const rows = counts.map(({ kind, ours, theirs, shared }) => [kind.padEnd(16), String(ours).padStart(8), String(theirs).padStart(8), String(shared).padStart(8), theirs === 0 ? '      –' : `${(((ours - theirs) / theirs) * 100).toFixed(2)} %`.padStart(9)].join('  '));
  return ['captured sites    captured    oracle    shared  difference', ...rows].join('\n');
}

function shown(verdict: Verdict): string {
  if (verdict.kind === 'file') return verdict.path;
  if (verdict.kind !== 'declaration') return verdict.kind;
  return verdict.targets.map(({ place, name }) => `${place.path}:${place.row + 1} ${name}`).join(' or ');
}

function disagreements(title: string, list: readonly Disagreement[], most: number): string {
  const lines = [`${title}: ${list.length}`];
  // Spread over the list, since neighbours are often one case.
  const step = Math.max(1, Math.floor(list.length / Math.max(1, most)));
  for (let index = 0; index < list.length && lines.length <= most; index += step) {
    const entry = list[index];
    if (entry === undefined) break;
    const { site, verdict, text } = entry.judged;
    const mine = entry.ours.map((edge) => `${edge.path}:${(edge.sites[0]?.startRow ?? 0) + 1} ${edge.name} [${edge.rule}]`).join(', ');
    lines.push(`  ${site.path}:${site.row + 1}:${site.column + 1} (${entry.part}) ${JSON.stringify(text)}\n      oracle: ${shown(verdict)}\n      ours:   ${mine === '' ? 'none' : mine}`);
  }
  return lines.join('\n');
}

/** Examples of what is not agreed on, relation by relation. */
export function disagreementLists({ wrong, several, missed, strayed, unknownSites }: Comparison, relations: readonly Relation[], most: number): string {
  const of = (list: readonly Disagreement[], relation: Relation): readonly Disagreement[] => list.filter(({ judged }) => judged.relation === relation);
  const lists = relations.flatMap((relation) => [
    disagreements(`${relation}: we say otherwise`, of(wrong, relation), most),
    disagreements(`${relation}: we name several, one of them right`, of(several, relation), most),
    disagreements(`${relation}: we say nothing`, of(missed, relation), most),
    disagreements(`${relation}: the oracle sees it outside, we do not`, of(strayed, relation), most),
  ]);
  return [...lists, `sites where we have a call and the oracle has none: ${unknownSites.length}`, ...unknownSites.slice(0, most).map((site) => `  ${site}`)].join('\n\n');
}
