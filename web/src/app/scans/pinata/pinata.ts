import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Colours, places and turns of the sweets, fixed so that the picture is always the same. They fall to the left, where there is room. */
const SWEETS = [
  { x: -177, y: 24, turn: -40, color: '#e5446d' },
  { x: -145, y: 38, turn: 25, color: '#f2a413' },
  { x: -118, y: 20, turn: 70, color: '#12a09d' },
  { x: -92, y: 40, turn: -15, color: '#7b3fa6' },
  { x: -65, y: 26, turn: 50, color: '#f2a413' },
  { x: -39, y: 42, turn: -65, color: '#e5446d' },
  { x: -12, y: 22, turn: 10, color: '#2a66b8' },
  { x: 15, y: 36, turn: -30, color: '#12a09d' },
  { x: 40, y: 26, turn: 45, color: '#e5446d' },
] as const;

/**
 * The progress of a scan: a piñata that swings along its string, and breaks open when all is done.
 * With reduced motion it only moves.
 */
@Component({
  selector: 'pn-pinata',
  templateUrl: './pinata.html',
  styleUrl: './pinata.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Pinata {
  /** 0 to 100. */
  readonly percentage = input.required<number>();
  /** What goes on, for screen readers: `Parsing, src/app.ts`. */
  readonly phase = input('');
  readonly state = input<'moving' | 'still' | 'broken'>('moving');

  protected readonly sweets = SWEETS;
  protected readonly left = computed(() => Math.min(100, Math.max(0, this.percentage())));
  protected readonly whole = computed(() => Math.floor(this.left()));
  protected readonly spoken = computed(() => (this.phase() === '' ? `${this.whole()} %` : `${this.whole()} %, ${this.phase()}`));
}
