import type { NodeDisplayData, PartialButFor } from 'sigma/types';
import type { Palette } from './palette.js';
import type { ShapeData } from './node-shape-program.js';

type LabelData = PartialButFor<NodeDisplayData, 'x' | 'y' | 'size' | 'label' | 'color'>;

const SIZE = 12;
const INSIDE_FROM = 30;
/** Smaller open containers show their name when the pointer is on what is inside. */
const RING_LABEL_FROM = 34;

/** Large shapes carry their name inside, open containers on their upper border, small ones beside them. */
export function drawLabel(context: CanvasRenderingContext2D, data: LabelData, palette: Palette): void {
  if (data.label === null || data.label === undefined || data.label === '') return;
  // The canvas gives every node a shape.
  const { shape } = data as LabelData & Partial<ShapeData>;
  const isRing = shape === 'ring';
  if (isRing && data.size < RING_LABEL_FROM) return;
  const isInside = !isRing && data.size >= INSIDE_FROM;
  context.font = `${isRing || isInside ? 600 : 500} ${SIZE}px ${palette.font}`;
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = palette.paper;
  context.fillStyle = palette.ink;
  if (isRing || isInside) {
    const text = fit(context, data.label, data.size * (isRing ? 1.3 : 1.7));
    const left = data.x - context.measureText(text).width / 2;
    const baseline = isRing ? data.y - data.size + SIZE * 0.35 : data.y + SIZE * 0.35;
    context.strokeText(text, left, baseline);
    context.fillText(text, left, baseline);
    return;
  }
  const left = data.x + Math.max(data.size, 4) + 4;
  context.strokeText(data.label, left, data.y + SIZE * 0.35);
  context.fillText(data.label, left, data.y + SIZE * 0.35);
}

/** The name of what the pointer is on, whole and on a ground of its own. */
export function drawHover(context: CanvasRenderingContext2D, data: LabelData, palette: Palette): void {
  if (data.label === null || data.label === undefined || data.label === '') return;
  context.font = `600 ${SIZE}px ${palette.font}`;
  const width = context.measureText(data.label).width + 14;
  const left = data.x - width / 2;
  const top = data.y - Math.max(data.size, 6) - 28;
  context.beginPath();
  context.roundRect(left, top, width, 22, 6);
  context.fillStyle = palette.ink;
  context.fill();
  context.fillStyle = palette.paper;
  context.fillText(data.label, left + 7, top + 15);
}

function fit(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end)}…`;
}
