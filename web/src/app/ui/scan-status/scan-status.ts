import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

type Status = 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

const LOOKS: Readonly<Record<Status, readonly [label: string, look: string]>> = {
  QUEUED: ['Queued', 'pn-badge'],
  RUNNING: ['Running', 'pn-badge pn-badge-live'],
  COMPLETED: ['Completed', 'pn-badge pn-badge-good'],
  FAILED: ['Failed', 'pn-badge pn-badge-bad'],
  CANCELLED: ['Cancelled', 'pn-badge'],
};

@Component({
  selector: 'pn-scan-status',
  template: `<span [class]="look()">@if (status() === 'RUNNING') {<span class="dot"></span>}{{ label() }}</span>`,
  styles: `
    .dot {
      width: 6px;
      height: 6px;
      border-radius: 50%;
      background: currentColor;
      animation: pulse 1.4s ease-in-out infinite;
    }
    @keyframes pulse {
      50% {
        opacity: 0.25;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanStatusBadge {
  readonly status = input.required<Status>();
  protected readonly label = computed(() => LOOKS[this.status()][0]);
  protected readonly look = computed(() => LOOKS[this.status()][1]);
}
