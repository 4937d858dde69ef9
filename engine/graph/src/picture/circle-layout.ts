/**
 * Places circles that lie beside each other in one container. Only additions, multiplications, divisions and square
 * roots are used, which every processor rounds alike: the same input gives the same positions everywhere.
 */
export interface SiblingLink {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

export interface SiblingLayout {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Radius of a circle around 0, 0 that holds them all. */
  readonly radius: number;
}

// A turn by the golden angle: consecutive points of a sunflower.
const GOLDEN_COSINE = -0.7373688780783197;
const GOLDEN_SINE = 0.6754902942615238;
/** Passes that only separate; what overlaps after them is widened apart. */
const SEPARATION_PASSES = { few: 80, many: 30 } as const;
/** Of more siblings the biggest are laid out as usual, the others stand around them. */
const MOST_SIMULATED = 1_500;
/** Two points of a sunflower are at least this many spacings apart. */
const SUNFLOWER_DISTANCE = 1.5;
/** How much nearer to the middle everything comes in a round; overlaps push back. */
const GRAVITY = 0.06;

/**
 * Starts as a sunflower with the biggest circle in the middle, lets links pull and overlaps push for a bounded number
 * of rounds, then separates what still overlaps.
 * @param gap least distance between two circles
 */
export function layoutSiblings(radii: readonly number[], links: readonly SiblingLink[], gap: number): SiblingLayout {
  const count = radii.length;
  if (count > MOST_SIMULATED) return layoutCrowd(radii, links, gap);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  startAsSunflower(x, y, radii, gap);
  const sweep = new Sweep(x, y, radii, gap);
  const rounds = count < 2 ? 0 : count <= 60 ? 100 : count <= 300 ? 50 : 20;
  const linksOf = new Float64Array(count);
  for (const { a, b } of links) {
    linksOf[a] = (linksOf[a] ?? 0) + 1;
    linksOf[b] = (linksOf[b] ?? 0) + 1;
  }
  for (let round = 0; round < rounds; round++) {
    const heat = 1 - round / rounds;
    for (const link of links) pull(x, y, radii, link, linksOf, heat * 0.3);
    for (let i = 0; i < count; i++) {
      x[i] = (x[i] ?? 0) * (1 - GRAVITY * (0.4 + heat));
      y[i] = (y[i] ?? 0) * (1 - GRAVITY * (0.4 + heat));
    }
    sweep.separate();
  }
  const passes = count <= 300 ? SEPARATION_PASSES.few : SEPARATION_PASSES.many;
  let hasOverlap = true;
  for (let pass = 0; hasOverlap && pass < passes; pass++) hasOverlap = sweep.separate();
  if (hasOverlap) sweep.spread();
  return { x, y, radius: center(x, y, radii) };
}

/** The crowd goes on as one large sunflower around the biggest, with room for the biggest of the crowd at every point. */
function layoutCrowd(radii: readonly number[], links: readonly SiblingLink[], gap: number): SiblingLayout {
  const biggestFirst = Array.from(radii.keys()).sort((a, b) => (radii[b] ?? 0) - (radii[a] ?? 0) || a - b);
  const middle = biggestFirst.slice(0, MOST_SIMULATED);
  const crowd = biggestFirst.slice(MOST_SIMULATED);
  const at = new Map(middle.map((sibling, i) => [sibling, i]));
  const inner = links.flatMap(({ a, b, weight }) => {
    const [from, to] = [at.get(a), at.get(b)];
    return from === undefined || to === undefined ? [] : [{ a: from, b: to, weight }];
  });
  const core = layoutSiblings(middle.map((sibling) => radii[sibling] ?? 0), inner, gap);
  const widest = radii[crowd[0] ?? -1] ?? 0;
  const spacing = (2 * widest + gap) / SUNFLOWER_DISTANCE;
  const firstPoint = Math.ceil(((core.radius + widest + gap) / spacing) ** 2);
  const points = sunflower(firstPoint + crowd.length, spacing);
  const x = new Float64Array(radii.length);
  const y = new Float64Array(radii.length);
  middle.forEach((sibling, i) => {
    x[sibling] = core.x[i] ?? 0;
    y[sibling] = core.y[i] ?? 0;
  });
  crowd.forEach((sibling, i) => {
    x[sibling] = points.x[firstPoint + i] ?? 0;
    y[sibling] = points.y[firstPoint + i] ?? 0;
  });
  return { x, y, radius: spacing * Math.sqrt(firstPoint + crowd.length) + widest };
}

function startAsSunflower(x: Float64Array, y: Float64Array, radii: readonly number[], gap: number): void {
  const biggestFirst = Array.from(radii.keys()).sort((a, b) => (radii[b] ?? 0) - (radii[a] ?? 0) || a - b);
  let directionX = 1;
  let directionY = 0;
  let area = 0;
  biggestFirst.forEach((i, at) => {
    const reach = (radii[i] ?? 0) + gap;
    const distance = at === 0 ? 0 : Math.sqrt(area) + reach;
    area += reach * reach * 1.1;
    x[i] = directionX * distance;
    y[i] = directionY * distance;
    const turned = directionX * GOLDEN_COSINE - directionY * GOLDEN_SINE;
    directionY = directionX * GOLDEN_SINE + directionY * GOLDEN_COSINE;
    directionX = turned;
  });
}

/** Moves two linked circles towards touching; the smaller one moves more, and busy ones less for each link. */
function pull(x: Float64Array, y: Float64Array, radii: readonly number[], { a, b, weight }: SiblingLink, linksOf: Float64Array, strength: number): void {
  const dx = (x[b] ?? 0) - (x[a] ?? 0);
  const dy = (y[b] ?? 0) - (y[a] ?? 0);
  const distance = Math.sqrt(dx * dx + dy * dy);
  const excess = distance - (radii[a] ?? 0) - (radii[b] ?? 0);
  if (excess <= 0) return;
  const areaA = (radii[a] ?? 1) ** 2;
  const areaB = (radii[b] ?? 1) ** 2;
  const part = (strength * excess * (weight / (weight + 4))) / distance / Math.min(linksOf[a] ?? 1, linksOf[b] ?? 1);
  const shareA = areaB / (areaA + areaB);
  x[a] = (x[a] ?? 0) + dx * part * shareA;
  y[a] = (y[a] ?? 0) + dy * part * shareA;
  x[b] = (x[b] ?? 0) - dx * part * (1 - shareA);
  y[b] = (y[b] ?? 0) - dy * part * (1 - shareA);
}

/** Finds overlapping pairs by sweeping over the circles' left edges. */
class Sweep {
  readonly #order: Int32Array;
  readonly #left: Float64Array;

  constructor(
    private readonly x: Float64Array,
    private readonly y: Float64Array,
    private readonly radii: readonly number[],
    private readonly gap: number,
  ) {
    this.#order = Int32Array.from(radii.keys());
    this.#left = new Float64Array(radii.length);
  }

  /** Pushes every overlapping pair apart once; says whether there was one. */
  separate(): boolean {
    let hasOverlap = false;
    this.#forEachOverlap((a, b, dx, dy, distance, wanted) => {
      // A pair that is apart but for rounding counts as apart, or the passes would never end.
      if (wanted - distance > 0.01) hasOverlap = true;
      const { x, y } = this;
      const towardsX = distance > 0 ? dx / distance : 1;
      const towardsY = distance > 0 ? dy / distance : 0;
      const areaA = (this.radii[a] ?? 1) ** 2;
      const areaB = (this.radii[b] ?? 1) ** 2;
      const shareA = areaB / (areaA + areaB);
      const push = wanted - distance;
      x[a] = (x[a] ?? 0) - towardsX * push * shareA;
      y[a] = (y[a] ?? 0) - towardsY * push * shareA;
      x[b] = (x[b] ?? 0) + towardsX * push * (1 - shareA);
      y[b] = (y[b] ?? 0) + towardsY * push * (1 - shareA);
    });
    return hasOverlap;
  }

  /** Widens the whole until nothing overlaps. Circles on one point cannot be widened apart; passes before have parted them. */
  spread(): void {
    let factor = 1;
    this.#forEachOverlap((_a, _b, _dx, _dy, distance, wanted) => {
      if (distance > 0) factor = Math.max(factor, wanted / distance);
    });
    for (let i = 0; i < this.x.length; i++) {
      this.x[i] = (this.x[i] ?? 0) * factor;
      this.y[i] = (this.y[i] ?? 0) * factor;
    }
  }

  #forEachOverlap(visit: (a: number, b: number, dx: number, dy: number, distance: number, wanted: number) => void): void {
    const { x, y, radii, gap } = this;
    const order = this.#order;
    const left = this.#left;
    for (let i = 0; i < left.length; i++) left[i] = (x[i] ?? 0) - (radii[i] ?? 0);
    this.#sort();
    for (let i = 0; i < order.length; i++) {
      const a = order[i] ?? 0;
      for (let j = i + 1; j < order.length; j++) {
        const b = order[j] ?? 0;
        // Both may have been pushed in this pass.
        if ((x[b] ?? 0) - (radii[b] ?? 0) - gap > (x[a] ?? 0) + (radii[a] ?? 0)) break;
        const wanted = (radii[a] ?? 0) + (radii[b] ?? 0) + gap;
        const dy = (y[b] ?? 0) - (y[a] ?? 0);
        if (dy > wanted || dy < -wanted) continue;
        const dx = (x[b] ?? 0) - (x[a] ?? 0);
        const squared = dx * dx + dy * dy;
        if (squared < wanted * wanted) visit(a, b, dx, dy, Math.sqrt(squared), wanted);
      }
    }
  }

  /** Orders by left edge, then number. Little moves between two passes, so that each takes few steps to its place. */
  #sort(): void {
    const order = this.#order;
    const left = this.#left;
    for (let i = 1; i < order.length; i++) {
      const moved = order[i] ?? 0;
      const edge = left[moved] ?? 0;
      let at = i - 1;
      for (; at >= 0; at--) {
        const other = order[at] ?? 0;
        const otherEdge = left[other] ?? 0;
        if (otherEdge < edge || (otherEdge === edge && other < moved)) break;
        order[at + 1] = other;
      }
      order[at + 1] = moved;
    }
  }
}

/** Moves everything so that a small circle around all lies at 0, 0 (Bădoiu and Clarkson's walk to the farthest); gives back its radius. */
function center(x: Float64Array, y: Float64Array, radii: readonly number[]): number {
  let centerX = 0;
  let centerY = 0;
  const farthest = (): { at: number; reach: number } => {
    let at = 0;
    let reach = 0;
    for (let i = 0; i < x.length; i++) {
      const dx = (x[i] ?? 0) - centerX;
      const dy = (y[i] ?? 0) - centerY;
      const here = Math.sqrt(dx * dx + dy * dy) + (radii[i] ?? 0);
      if (here > reach) [at, reach] = [i, here];
    }
    return { at, reach };
  };
  for (let step = 1; step <= 60 && x.length > 1; step++) {
    const { at, reach } = farthest();
    const dx = (x[at] ?? 0) - centerX;
    const dy = (y[at] ?? 0) - centerY;
    const distance = Math.sqrt(dx * dx + dy * dy);
    if (distance === 0) break;
    // The farthest point is the circle's rim, not its middle.
    centerX += (dx / distance) * (reach / (step + 1)) * 0.5;
    centerY += (dy / distance) * (reach / (step + 1)) * 0.5;
  }
  if (x.length === 1) [centerX, centerY] = [x[0] ?? 0, y[0] ?? 0];
  const { reach } = farthest();
  for (let i = 0; i < x.length; i++) {
    x[i] = (x[i] ?? 0) - centerX;
    y[i] = (y[i] ?? 0) - centerY;
  }
  return reach;
}

/** Points of a sunflower: the `index`-th lies `spacing * sqrt(index + 0.5)` from the middle. */
export function sunflower(count: number, spacing: number): { x: Float64Array; y: Float64Array } {
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  let directionX = 1;
  let directionY = 0;
  for (let i = 0; i < count; i++) {
    const distance = count === 1 ? 0 : spacing * Math.sqrt(i + 0.5);
    x[i] = directionX * distance;
    y[i] = directionY * distance;
    const turned = directionX * GOLDEN_COSINE - directionY * GOLDEN_SINE;
    directionY = directionX * GOLDEN_SINE + directionY * GOLDEN_COSINE;
    directionX = turned;
  }
  return { x, y };
}

/** Cosine and sine of a part of a whole turn, by their power series, so that they too are the same everywhere. */
export function turn(part: number): { cosine: number; sine: number } {
  const angle = (part - Math.round(part)) * 6.283185307179586;
  let cosine = 0;
  let sine = 0;
  let term = 1;
  for (let power = 0; power < 32; power++) {
    const signed = power % 4 < 2 ? term : -term;
    if (power % 2 === 0) cosine += signed;
    else sine += signed;
    term = (term * angle) / (power + 1);
  }
  return { cosine, sine };
}
