import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { TypedDocumentNode } from '@apollo/client';
import { describe, expect, it } from '@jest/globals';
import { gql } from 'apollo-angular';
import { press, settle, textOf } from '../../../testing/settle.js';
import { TestApi } from '../../../testing/test-api.js';
import { injectQuery } from '../../core/api/inject-query.js';
import { QueryState } from './query-state.js';

const Named: TypedDocumentNode<{ organization: { id: string; name: string } }, { slug: string }> = gql`
  query Named($slug: String!) {
    organization(slug: $slug) {
      id
      name
    }
  }
`;

function called(name: string) {
  return { organization: { id: name, name } };
}

@Component({
  imports: [QueryState],
  template: `<pn-query-state [query]="query" />@if (query.data(); as data) {<p class="data">{{ data.organization.name }}</p>}`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class Page {
  readonly slug = signal('ada');
  readonly query = injectQuery(Named, () => ({ slug: this.slug() }));
}

function open(api: TestApi) {
  TestBed.configureTestingModule({ providers: api.providers });
  const fixture = TestBed.createComponent(Page);
  fixture.detectChanges();
  return fixture;
}

describe('a page with data', () => {
  it('shows a skeleton first, then the data alone', async () => {
    const api = new TestApi().answer(Named, called('Hello'));
    api.hold();
    const fixture = open(api);
    await settle(fixture);
    expect(textOf(fixture)).toBe('Loading …');
    api.release();
    await settle(fixture);
    expect(textOf(fixture)).toBe('Hello');
  });

  it('says that it is forbidden, and offers no second try', async () => {
    const fixture = open(new TestApi().refuse(Named, { code: 'FORBIDDEN', message: 'You are not a member.' }));
    await settle(fixture);
    expect(textOf(fixture)).toBe('You do not have accessYou are not a member.');
  });

  it('treats a foreign thing like an unknown one', async () => {
    const fixture = open(new TestApi().refuse(Named, { code: 'NOT_FOUND', message: 'There is none.' }));
    await settle(fixture);
    expect(textOf(fixture)).toBe('Nothing is hereThere is none.');
  });

  it('says that there is no connection, and tries again', async () => {
    const api = new TestApi().disconnect(Named);
    const fixture = open(api);
    await settle(fixture);
    expect(textOf(fixture)).toContain('No connection');
    api.answer(Named, called('Back'));
    press(fixture, 'Try again');
    await settle(fixture);
    expect(textOf(fixture)).toBe('Back');
  });

  it('keeps what it shows when bringing it up to date fails, and says so', async () => {
    const api = new TestApi().answer(Named, called('Hello'));
    const fixture = open(api);
    await settle(fixture);
    api.disconnect(Named);
    fixture.componentInstance.query.reload();
    await settle(fixture);
    expect(textOf(fixture)).toContain('This may be out of date.');
    expect(textOf(fixture)).toContain('Hello');
  });

  it('never shows the answer to another question', async () => {
    const api = new TestApi().answer(Named, ({ slug }) => called(`Hello ${slug}`));
    const fixture = open(api);
    await settle(fixture);
    api.hold();
    fixture.componentInstance.slug.set('grace');
    await settle(fixture);
    expect(textOf(fixture)).toBe('Loading …');
    api.release();
    await settle(fixture);
    expect(textOf(fixture)).toBe('Hello grace');
  });
});
