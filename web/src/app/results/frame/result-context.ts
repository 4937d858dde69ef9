import { Injectable, computed, signal } from '@angular/core';
import { injectQuery } from '../../core/api/inject-query.js';
import { resultAddress } from '../../core/address/address.js';
import type { Address, ResultView } from '../../core/address/address.js';
import { ResultFrameDocument } from '../results.generated.js';

interface Place {
  readonly organization: string;
  readonly repository: string;
  readonly revision: string;
}

/** Whose results the page shows; the frame provides it to the views inside. */
@Injectable()
export class ResultContext {
  /** Parts of the address; undefined only before the frame has read them. */
  readonly place = signal<Place | undefined>(undefined, { equal: (left, right) => JSON.stringify(left) === JSON.stringify(right) });

  readonly query = injectQuery(ResultFrameDocument, () => this.place());
  readonly scan = computed(() => this.query.data()?.graph.scan);
  readonly root = computed(() => this.query.data()?.graph.root);

  /**
   * What the views ask the API with. The scan's id instead of the branch: all views then show one scan,
   * and answers can be kept, since a scan never changes.
   */
  readonly variables = computed<Place | undefined>(() => {
    const place = this.place();
    const scan = this.scan();
    return place === undefined || scan === undefined ? undefined : { ...place, revision: scan.id };
  });

  /** Another view of the same branch or commit. */
  address(view: ResultView): Address {
    const place = this.place();
    return resultAddress(place?.organization ?? '', place?.repository ?? '', place?.revision ?? '', view);
  }
}
