import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { resultAddress } from '../../core/address/address.js';
import { WordsPipe } from '../../ui/format/format-pipes.js';
import type { SymbolMatchFieldsFragment } from '../symbols.generated.js';

export interface LocatedMatch {
  readonly match: SymbolMatchFieldsFragment;
  /** Slug. */
  readonly repository: string;
  readonly revision: string;
  /** Shown where several repositories are searched. */
  readonly place?: string;
}

/** Found symbols in the order of their rank. */
@Component({
  selector: 'pn-symbol-matches',
  imports: [RouterLink, WordsPipe],
  template: `
    <ul class="pn-list">
      @for (found of matches(); track found.repository + found.revision + found.match.id) {
        <li>
          <a [routerLink]="resultAddress(organization(), found.repository, found.revision, 'symbol')" [queryParams]="{ node: found.match.key }">
            <span class="pn-mono name">{{ found.match.qualifiedName }}</span>
            <span class="pn-badge">{{ found.match.symbolKind | words }}</span>
            @if (found.match.role !== 'PRODUCTION') {
              <span class="pn-badge pn-badge-warn">{{ found.match.role | words }}</span>
            }
            <span class="where pn-sub">
              @if (found.place; as place) {
                <span class="pn-name">{{ place }}</span> ·
              }
              <span class="pn-name">{{ found.match.path }}</span>:{{ found.match.range.startRow + 1 }}
            </span>
          </a>
        </li>
      }
    </ul>
  `,
  styles: `
    li + li {
      border-top: 1px solid var(--pn-line);
    }
    a {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 2px 10px;
      padding: 9px 16px;
      color: var(--pn-ink);
    }
    a:hover {
      background: var(--pn-hover);
      text-decoration: none;
    }
    .name {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .where {
      flex: 1 1 100%;
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SymbolMatches {
  readonly organization = input.required<string>();
  readonly matches = input.required<readonly LocatedMatch[]>();
  protected readonly resultAddress = resultAddress;
}
