import { ChangeDetectionStrategy, Component, DOCUMENT, DestroyRef, ElementRef, afterRenderEffect, computed, inject, signal, viewChild } from '@angular/core';
import { LiveConnection } from '../core/api/live-connection.js';
import { IDENTITY } from '../core/identity/identity.js';
import { Theme } from '../core/theme/theme.js';
import { Session } from '../session/session.js';
import { EmptyState } from '../ui/empty-state/empty-state.js';
import { QueryState } from '../ui/query-state/query-state.js';
import { examplesFor } from './examples.js';

const STYLE_FILE = 'graphiql.css';

/** The API to try out, with saved examples. It is loaded only here: the editor is larger than the rest of the console. */
@Component({
  selector: 'pn-graphql-console',
  imports: [EmptyState, QueryState],
  template: `
    <h1 class="pn-visually-hidden">GraphQL</h1>
    @if (session.instance(); as instance) {
      @if (instance.isGraphiqlEnabled) {
        <div #host class="host" [class.loading]="isLoading()"></div>
        @if (isLoading()) {
          <p class="note" role="status">Loading the editor …</p>
        }
        @if (hasFailed()) {
          <p class="pn-note pn-note-bad note" role="alert">The editor could not be loaded. Reload the page to try again.</p>
        }
      } @else {
        <pn-empty-state heading="The GraphQL page is switched off" icon="lock">An administrator of this installation can switch it on under Account. The API itself works.</pn-empty-state>
      }
    } @else {
      <pn-query-state [query]="session.instanceQuery" shape="page" />
    }
  `,
  styles: `
    :host {
      display: block;
      height: calc(100vh - 55px);
    }
    .host {
      height: 100%;
    }
    .loading {
      visibility: hidden;
    }
    .note {
      position: absolute;
      top: 120px;
      left: 50%;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphqlConsole {
  protected readonly session = inject(Session);
  protected readonly isLoading = signal(true);
  protected readonly hasFailed = signal(false);
  private readonly identity = inject(IDENTITY);
  private readonly live = inject(LiveConnection);
  private readonly theme = inject(Theme);
  private readonly document = inject(DOCUMENT);
  private readonly host = viewChild<ElementRef<HTMLElement>>('host');
  private readonly organization = computed(() => this.session.viewer()?.landingOrganization?.slug ?? this.session.viewer()?.memberships[0]?.organization.slug);
  private unmount: (() => void) | undefined;

  constructor() {
    afterRenderEffect(() => {
      const host = this.host()?.nativeElement;
      const organization = this.organization();
      this.theme.choice();
      if (host !== undefined && organization !== undefined) void this.show(host, organization);
    });
    inject(DestroyRef).onDestroy(() => this.unmount?.());
  }

  private async show(host: HTMLElement, organization: string): Promise<void> {
    try {
      await this.loadStyles();
      const { showEditor } = await import('./graphiql-editor.js');
      this.unmount?.();
      this.unmount = showEditor({
        host,
        live: this.live.client,
        token: () => this.identity.token(),
        isDark: this.theme.isDark(),
        examples: examplesFor(organization, 'pinata-code'),
      });
    } catch (error) {
      console.error(error);
      this.hasFailed.set(true);
    } finally {
      this.isLoading.set(false);
    }
  }

  /** The editor's style sheet is a file of its own, so that no other page pays for it. */
  private loadStyles(): Promise<void> {
    if (this.document.querySelector(`link[href^="${STYLE_FILE}"]`) !== null) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const link = this.document.createElement('link');
      link.rel = 'stylesheet';
      link.href = `${STYLE_FILE}?${this.session.instance()?.version ?? ''}`;
      link.onload = () => resolve();
      link.onerror = () => reject(new Error('The style sheet of the editor did not load.'));
      this.document.head.append(link);
    });
  }
}
