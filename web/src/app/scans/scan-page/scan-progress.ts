import { Injectable, inject } from '@angular/core';
import { defer, map, repeat, retry, takeWhile, throwError, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { toProblem } from '../../core/api/problem.js';
import { ScanProgressedDocument } from '../scans.generated.js';
import type { ProgressFieldsFragment, ScanStatus } from '../scans.generated.js';

const PAUSE_MILLISECONDS = 2000;
const FINAL: readonly ScanStatus[] = ['COMPLETED', 'FAILED', 'CANCELLED'];
/** Asking again would give the same answer. */
const HOPELESS = ['FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED'];

export function isFinal(status: ScanStatus): boolean {
  return FINAL.includes(status);
}

/** Follows a scan until it ends, through lost connections and restarts of the server. */
@Injectable({ providedIn: 'root' })
export class ScanProgress {
  private readonly api = inject(Api);

  /** The present state first, then each change; completes after a terminal state. */
  follow(scanId: string): Observable<ProgressFieldsFragment> {
    return defer(() => this.api.subscribe(ScanProgressedDocument, { scanId })).pipe(
      map(({ scanProgress }) => scanProgress),
      // The server ends the stream when it stops; only a terminal state ends ours.
      repeat({ delay: PAUSE_MILLISECONDS }),
      retry({ delay: (error: unknown) => (HOPELESS.includes(toProblem(error).code) ? throwError(() => error) : timer(PAUSE_MILLISECONDS)) }),
      takeWhile(({ status }) => !isFinal(status), true),
    );
  }
}
