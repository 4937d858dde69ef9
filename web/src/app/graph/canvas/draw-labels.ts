import type { NodeDisplayData, PartialButFor } from 'sigma/types';
import type { Palette } from './palette.js';
import { LINE_HEIGHT } from './place-labels.js';
import type { PlacedLabel } from './place-labels.js';

type LabelData = PartialButFor<NodeDisplayData, 'x' | 'y' | 'size' | 'label' | 'color'>;

const SIZE = 12;
const HINT_HEIGHT = 22;
/** How far a hovered name stays away from the border of the stage. */
const MARGIN = 4;

export function labelFont(palette: Palette, isStrong: boolean): string {
  return `${isStrong ? 600 : 500} ${SIZE}px ${palette.font}`;
}

/** Names with a thin halo, so that lines behind them do not strike them through. */
export function drawNames(context: CanvasRenderingContext2D, labels: readonly PlacedLabel[], palette: Palette): void {
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.strokeStyle = palette.paper;
  context.fillStyle = palette.ink;
  for (const { lines, left, top, width, isStrong } of labels) {
    context.font = labelFont(palette, isStrong);
    lines.forEach((line, row) => {
      const middle = top + LINE_HEIGHT * (row + 0.5);
      context.strokeText(line, left + width / 2, middle);
      context.fillText(line, left + width / 2, middle);
    });
  }
}

/** How many edges of the code a line stands for, on a ground of their own. */
export function drawNumbers(context: CanvasRenderingContext2D, labels: readonly PlacedLabel[], palette: Palette): void {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `500 ${SIZE - 1}px ${palette.font}`;
  for (const { lines, left, top, width, height } of labels) {
    context.beginPath();
    context.roundRect(left, top, width, height, height / 2);
    context.fillStyle = palette.paper;
    context.fill();
    context.fillStyle = palette.ink;
    context.fillText(lines[0] ?? '', left + width / 2, top + height / 2);
  }
}

/** The name of what the pointer is on, whole and on a ground of its own, above the node or where the stage has room. */
export function drawHover(context: CanvasRenderingContext2D, data: LabelData, palette: Palette, stage: { readonly width: number; readonly height: number }): void {
  if (data.label === null || data.label === undefined || data.label === '') return;
  context.font = labelFont(palette, true);
  const width = context.measureText(data.label).width + 14;
  const away = Math.max(data.size, 6) + 6;
  const left = Math.max(MARGIN, Math.min(data.x - width / 2, stage.width - width - MARGIN));
  const top = [data.y - away - HINT_HEIGHT, data.y + away].find((place) => place >= MARGIN && place + HINT_HEIGHT + MARGIN <= stage.height) ?? data.y - HINT_HEIGHT / 2;
  context.beginPath();
  context.roundRect(left, top, width, HINT_HEIGHT, 6);
  context.fillStyle = palette.ink;
  context.fill();
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = palette.paper;
  context.fillText(data.label, left + 7, top + HINT_HEIGHT / 2);
}
