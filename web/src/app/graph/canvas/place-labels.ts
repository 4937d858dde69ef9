import type { Shape } from './node-shape-program.js';

/** Pixels from the left upper corner of the stage. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** `preferred` goes first, as what is near the pointer; `forced` also covers other shapes, as what is selected. */
export type LabelWish = 'none' | 'preferred' | 'forced';

/** A node that may carry its name. All lengths are pixels. */
export interface LabelledNode extends Circle {
  readonly key: string;
  readonly text: string;
  readonly shape: Shape;
  /** The innermost open container around it; its name does not leave it. */
  readonly container?: Circle;
  readonly wish: LabelWish;
}

/** An edge that may carry a number. */
export interface LabelledEdge {
  readonly key: string;
  readonly text: string;
  readonly from: Circle;
  readonly to: Circle;
  readonly wish: LabelWish;
}

export interface PlacedLabel extends Rectangle {
  readonly key: string;
  readonly lines: readonly string[];
  /** Names of containers and names inside shapes. */
  readonly isStrong: boolean;
}

export type Measure = (text: string, isStrong: boolean) => number;

export const LINE_HEIGHT = 15;
/** Below this radius a name says less than it covers. */
const LEAST_RADIUS = 5;
const INSIDE_FROM = 20;
/** From this radius on a part of the name inside reads better than all of it beside. */
const LARGE = 36;
/** Names of smaller open containers are shown whole or not at all. */
const CUT_RING_FROM = 40;
/** From this share of the radius around it on, two borders look like one. */
const FILLS = 0.94;
const MOST_LINES = 3;
/** A cut line is worth showing from so many characters on. */
const LEAST_CUT = 4;
/** Longer lines are cut without being measured. */
const LONGEST = 80;
const GAP = 4;
/** What must be seen of a line beside its number. */
const ROOM_FOR_ARROW = 16;
/** Where on a line its number may be, best first. */
const ALONG = [0.5, 0.35, 0.65, 0.2, 0.8];
const BREAKS = /(?<=[/._\-: ])/;
/** Where a container's name may sit on its border, in degrees from the right, upwards. */
const BORDER_ANGLES = [90, 75, 105, 60, 120, 45, 135, 30, 150, 270, 300, 240];

/**
 * Decides which names are shown and where, so that none covers another or a shape that is not its own, none leaves the
 * container its node lies in, and none lies in a container where its node does not. The same input gives the same labels. Larger nodes come first.
 */
export function placeLabels(nodes: readonly LabelledNode[], edges: readonly LabelledEdge[], stage: Rectangle, measure: Measure): { readonly names: readonly PlacedLabel[]; readonly numbers: readonly PlacedLabel[] } {
  const bodies = new Taken();
  const labels = new Taken();
  const rings = nodes.filter(({ shape }) => shape === 'ring');
  for (const node of nodes) if (node.shape !== 'ring') bodies.add(bodyOf(node), node.key);
  const names: PlacedLabel[] = [];
  for (const node of [...nodes].sort(byWeight)) {
    const possible = places(node, measure);
    const label = possible.find((place) => isFree(place, node)) ?? possible.find((place) => node.wish === 'forced' && place.isWhole && !labels.isHit(place));
    if (label === undefined) continue;
    labels.add(label, node.key);
    names.push(label);
  }
  const numbers: PlacedLabel[] = [];
  for (const edge of edges) {
    const possible = numberPlaces(edge, measure).filter((place) => isWithin(place, stage) && !labels.isHit(place));
    const label = possible.find((place) => !bodies.isHit(place)) ?? (edge.wish === 'forced' ? possible[0] : undefined);
    if (label === undefined) continue;
    labels.add(label, edge.key);
    numbers.push(label);
  }
  return { names, numbers };

  function isFree(place: Place, node: LabelledNode): boolean {
    if (labels.isHit(place)) return false;
    // A name inside its own shape covers nothing else, even where the stage cuts it.
    if (place.isInside) return true;
    // A container's name sits on its border, and so on that of the container around it where they touch.
    if (!isWithin(place, stage) || bodies.isHit(place, node.key) || rings.some((ring) => !isAround(ring, node) && isOnDisc(place, ring))) return false;
    return node.shape === 'ring' || node.container === undefined || isInCircle(place, node.container);
  }
}

interface Place extends PlacedLabel {
  readonly isInside: boolean;
  /** No part of the name is cut off. */
  readonly isWhole: boolean;
}

/** The places for a name, best first. */
function places(node: LabelledNode, measure: Measure): readonly Place[] {
  if (node.text === '' || (node.radius < LEAST_RADIUS && node.wish === 'none')) return [];
  if (node.shape === 'ring') return ringPlaces(node, measure);
  const parts = insidePlaces(node, measure, false);
  return [...insidePlaces(node, measure, true), ...(node.radius >= LARGE ? parts : []), ...besidePlaces(node, measure), ...parts];
}

function insidePlaces(node: LabelledNode, measure: Measure, isWhole: boolean): readonly Place[] {
  if (node.radius < INSIDE_FROM) return [];
  const { width, height } = roomIn(node);
  const lines = wrap(node.text, width, Math.min(MOST_LINES, Math.floor(height / LINE_HEIGHT)), (text) => measure(text, true), isWhole);
  return lines === undefined ? [] : [block(node, lines, { x: node.x, y: node.y }, 0.5, measure, { isStrong: true, isInside: true, isWhole })];
}

function besidePlaces(node: LabelledNode, measure: Measure): readonly Place[] {
  const away = Math.max(node.radius, 4) + GAP;
  const kind = { isStrong: false, isInside: false, isWhole: true };
  const line = [node.text];
  const right = node.x + away;
  const left = node.x - away;
  const under = node.y + away + LINE_HEIGHT / 2 - GAP / 2;
  const over = node.y - away - LINE_HEIGHT / 2 + GAP / 2;
  const edge = node.radius * 0.8;
  return [
    block(node, line, { x: right, y: node.y }, 0, measure, kind),
    block(node, line, { x: left, y: node.y }, 1, measure, kind),
    block(node, line, { x: node.x, y: under }, 0.5, measure, kind),
    block(node, line, { x: node.x, y: over }, 0.5, measure, kind),
    block(node, line, { x: node.x - edge, y: under }, 0, measure, kind),
    block(node, line, { x: node.x + edge, y: under }, 1, measure, kind),
    block(node, line, { x: node.x - edge, y: over }, 0, measure, kind),
    block(node, line, { x: node.x + edge, y: over }, 1, measure, kind),
  ];
}

function ringPlaces(node: LabelledNode, measure: Measure): readonly Place[] {
  // A container that fills the one around it would carry a second name on the same border.
  if (node.container !== undefined && node.radius > node.container.radius * FILLS && node.wish !== 'forced') return [];
  const lines = wrap(node.text, node.wish === 'forced' ? Infinity : node.radius * 1.6, 1, (text) => measure(text, true), node.radius < CUT_RING_FROM);
  if (lines === undefined) return [];
  return BORDER_ANGLES.map((degrees) => {
    const angle = (degrees / 180) * Math.PI;
    return block(node, lines, { x: node.x + Math.cos(angle) * node.radius, y: node.y - Math.sin(angle) * node.radius }, 0.5, measure, { isStrong: true, isInside: false, isWhole: true });
  });
}

function block(node: LabelledNode, lines: readonly string[], at: { readonly x: number; readonly y: number }, align: 0 | 0.5 | 1, measure: Measure, kind: { readonly isStrong: boolean; readonly isInside: boolean; readonly isWhole: boolean }): Place {
  const width = Math.max(...lines.map((line) => measure(line, kind.isStrong)));
  const height = lines.length * LINE_HEIGHT;
  return { key: node.key, lines, left: at.x - width * align, top: at.y - height / 2, width, height, ...kind };
}

/** On what is seen of the edge, the middle first, if that is long enough for the number and an arrow beside it. */
function numberPlaces({ key, text, from, to, wish }: LabelledEdge, measure: Measure): readonly PlacedLabel[] {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const whole = Math.hypot(across, down);
  const seen = whole - from.radius - to.radius;
  const width = measure(text, false) + 4;
  if (text === '' || seen < width + (wish === 'none' ? ROOM_FOR_ARROW : 0)) return [];
  return ALONG.map((part) => {
    const share = (from.radius + seen * part) / whole;
    return { key, lines: [text], left: from.x + across * share - width / 2, top: from.y + down * share - LINE_HEIGHT / 2, width, height: LINE_HEIGHT, isStrong: false };
  });
}

/** Breaks a name at its separators; `undefined` where it does not fit. Where it need not be whole, lines are cut. */
function wrap(text: string, width: number, mostLines: number, measure: (text: string) => number, isWhole: boolean): readonly string[] | undefined {
  if (mostLines < 1) return undefined;
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  for (const part of text.split(BREAKS)) {
    const last = lines.at(-1);
    if (last !== undefined && measure(last + part) <= width) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  if (lines.length <= mostLines && lines.every((line) => measure(line) <= width)) return lines;
  if (isWhole) return undefined;
  if (mostLines === 1) {
    const kept = cut(text, true, width, measure);
    return kept === undefined ? undefined : [kept];
  }
  const kept = lines.slice(0, mostLines).map((line, row) => cut(line, row === mostLines - 1 && lines.length > mostLines, width, measure));
  return kept.every((line) => line !== undefined) ? kept : undefined;
}

/** The line as it is where it fits and nothing follows; else its beginning. */
function cut(line: string, isFollowed: boolean, width: number, measure: (text: string) => number): string | undefined {
  if (!isFollowed && measure(line) <= width) return line;
  let end = Math.min(line.length, LONGEST);
  while (end >= LEAST_CUT && measure(`${line.slice(0, end)}…`) > width) end -= 1;
  return end < LEAST_CUT ? undefined : `${line.slice(0, end)}…`;
}

/** The largest block of text that a shape holds with some room around it. */
function roomIn({ shape, radius }: LabelledNode): { readonly width: number; readonly height: number } {
  switch (shape) {
    case 'square':
      return { width: radius * 1.6 - 8, height: radius * 1.6 - 8 };
    case 'diamond':
      return { width: radius * 1.25, height: radius * 0.75 };
    case 'hexagon':
      return { width: radius * 1.5 - 4, height: radius };
    default:
      return { width: radius * 1.7 - 4, height: radius };
  }
}

function bodyOf({ x, y, radius, shape }: LabelledNode): Rectangle {
  const reach = Math.max(radius, 3.5) * (shape === 'square' ? 0.8 : 0.9);
  return { left: x - reach, top: y - reach, width: reach * 2, height: reach * 2 };
}

const WISHES: readonly LabelWish[] = ['forced', 'preferred', 'none'];

function byWeight(left: LabelledNode, right: LabelledNode): number {
  return WISHES.indexOf(left.wish) - WISHES.indexOf(right.wish) || right.radius - left.radius || (left.key < right.key ? -1 : 1);
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return inner.left >= outer.left && inner.top >= outer.top && inner.left + inner.width <= outer.left + outer.width && inner.top + inner.height <= outer.top + outer.height;
}

function isInCircle({ left, top, width, height }: Rectangle, { x, y, radius }: Circle): boolean {
  const [across, down] = [Math.max(Math.abs(left - x), Math.abs(left + width - x)), Math.max(Math.abs(top - y), Math.abs(top + height - y))];
  return Math.hypot(across, down) <= radius;
}

function isAround(ring: Circle, node: Circle): boolean {
  return Math.hypot(ring.x - node.x, ring.y - node.y) < ring.radius;
}

function isOnDisc({ left, top, width, height }: Rectangle, { x, y, radius }: Circle): boolean {
  return Math.hypot(x - Math.max(left, Math.min(x, left + width)), y - Math.max(top, Math.min(y, top + height))) < radius;
}

const CELL = 64;

/** Rectangles by the cells of a grid that they touch. */
class Taken {
  private readonly cells = new Map<number, { readonly rectangle: Rectangle; readonly owner: string }[]>();

  add(rectangle: Rectangle, owner: string): void {
    for (const cell of cellsOf(rectangle)) {
      const present = this.cells.get(cell);
      if (present === undefined) this.cells.set(cell, [{ rectangle, owner }]);
      else present.push({ rectangle, owner });
    }
  }

  isHit(wanted: Rectangle, except?: string): boolean {
    return cellsOf(wanted).some((cell) => this.cells.get(cell)?.some(({ rectangle, owner }) => owner !== except && isOverlap(rectangle, wanted)) === true);
  }
}

function cellsOf({ left, top, width, height }: Rectangle): readonly number[] {
  // What lies far outside the stage hits nothing on it.
  const clamp = (value: number): number => Math.max(-8, Math.min(120, Math.floor(value / CELL)));
  const [firstColumn, lastColumn, firstRow, lastRow] = [clamp(left), clamp(left + width), clamp(top), clamp(top + height)];
  const cells: number[] = [];
  for (let column = firstColumn; column <= lastColumn; column++) for (let row = firstRow; row <= lastRow; row++) cells.push(column * 1000 + row);
  return cells;
}

function isOverlap(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height;
}
