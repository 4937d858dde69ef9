import type { Provider, Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { ComponentFixture } from '@angular/core/testing';
import { ErrorStateMatcher } from '@angular/material/core';
import { Router, provideRouter } from '@angular/router';
import { jest } from '@jest/globals';
import { TouchedErrors } from '../app/core/forms/touched-errors.js';
import { ResultContext } from '../app/results/frame/result-context.js';
import { ResultFrameDocument } from '../app/results/results.generated.js';
import { InstanceDocument, ViewerDocument } from '../app/session/session.generated.js';
import { INSTANCE, VIEWER } from './people.js';
import { press, query, settle } from './settle.js';
import type { TestApi } from './test-api.js';

/** An opened page, and what a person can do with it. */
export interface OpenedPage<T> {
  readonly fixture: ComponentFixture<T>;
  readonly navigate: jest.SpiedFunction<Router['navigate']>;
  /** Presses what says so, and waits for what comes of it. */
  go(words: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
}

/** Opens a page as Ada, who administrates `team`. */
export async function openPage<T>(page: Type<T>, api: TestApi, inputs: Readonly<Record<string, unknown>> = {}, providers: readonly Provider[] = []): Promise<OpenedPage<T>> {
  if (!api.expects(ViewerDocument)) api.answer(ViewerDocument, VIEWER);
  if (!api.expects(InstanceDocument)) api.answer(InstanceDocument, INSTANCE);
  TestBed.configureTestingModule({ providers: [...api.providers, provideRouter([]), { provide: ErrorStateMatcher, useClass: TouchedErrors }, ...providers] });
  const navigate = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
  const fixture = TestBed.createComponent(page);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.detectChanges();
  await settle(fixture);
  return {
    fixture,
    navigate,
    go: async (words) => {
      press(fixture, words);
      await settle(fixture);
    },
    type: async (selector, text) => {
      const field = query<HTMLInputElement>(fixture, selector);
      field.value = text;
      field.dispatchEvent(new Event('input'));
      await settle(fixture, 1);
    },
  };
}

/** Of the scan that `openResult` shows: what its views must ask the API with. */
export const SHOWN = { organization: 'team', repository: 'shop', revision: 's1' };

/** Opens a view of the newest scan of the branch `main` of `shop`. */
export function openResult<T>(page: Type<T>, api: TestApi, inputs: Readonly<Record<string, unknown>> = {}, providers: readonly Provider[] = []): Promise<OpenedPage<T>> {
  api.answer(ResultFrameDocument, {
    graph: {
      scan: { id: 's1', number: 3, branch: 'main', commit: 'a'.repeat(40), isModified: false, finishedAt: '2026-03-01T10:00:00.000Z' },
      root: { id: 'n0', key: 'repository', name: 'shop' },
    },
  });
  const context = {
    provide: ResultContext,
    useFactory: () => {
      const created = new ResultContext();
      created.place.set({ organization: 'team', repository: 'shop', revision: 'main' });
      return created;
    },
  };
  return openPage(page, api, inputs, [context, ...providers]);
}
