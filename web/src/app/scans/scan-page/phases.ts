import type { ScanPhase } from '../scans.generated.js';

interface PhaseStep {
  readonly label: string;
  readonly phases: readonly ScanPhase[];
}

/** Steps as a person sees them; some hold several phases of the scanner. */
export const PHASES: readonly PhaseStep[] = [
  { label: 'Queue', phases: ['QUEUED'] },
  { label: 'Checkout', phases: ['CHECKOUT'] },
  { label: 'Find files', phases: ['DISCOVER'] },
  { label: 'Parse', phases: ['PARSE'] },
  { label: 'Link', phases: ['LINK'] },
  { label: 'Graph', phases: ['GRAPH', 'SNAPSHOT'] },
  { label: 'Store', phases: ['UPLOAD', 'STORE', 'DONE'] },
];

const LABELS: Readonly<Record<ScanPhase, string>> = {
  QUEUED: 'Waiting in the queue',
  CHECKOUT: 'Checking out',
  DISCOVER: 'Finding files',
  PARSE: 'Parsing',
  LINK: 'Linking',
  GRAPH: 'Building the graph',
  SNAPSHOT: 'Writing the snapshot',
  UPLOAD: 'Uploading',
  STORE: 'Storing',
  DONE: 'Done',
};

export function phaseLabel(phase: ScanPhase): string {
  return LABELS[phase];
}
