import { Injectable, computed, signal } from '@angular/core';
import { injectQuery } from '../../core/api/inject-query.js';
import { RepositoryFrameDocument } from '../repositories.generated.js';

/** Which repository the page is about; its frame provides it to the pages inside. */
@Injectable()
export class RepositoryContext {
  /** Slugs from the address. */
  readonly organization = signal('');
  readonly slug = signal('');

  readonly query = injectQuery(RepositoryFrameDocument, () =>
    this.organization() === '' || this.slug() === '' ? undefined : { organization: this.organization(), repository: this.slug() },
  );
  readonly repository = computed(() => this.query.data()?.repository);
  /** The branch, or else commit, whose results open when the address names none. */
  readonly defaultRevision = computed(() => {
    const repository = this.repository();
    const scanned = repository?.scannedBranches ?? [];
    return scanned.find(({ name }) => name === repository?.defaultBranch)?.name ?? repository?.latestCompletedScan?.branch ?? repository?.latestCompletedScan?.commit ?? undefined;
  });
}
