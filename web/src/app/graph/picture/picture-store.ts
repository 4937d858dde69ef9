import { Injectable, inject, signal } from '@angular/core';
import { PictureView } from '@pinata/graph/browser';
import { Api } from '../../core/api/api.js';
import { toProblem } from '../../core/api/problem.js';
import type { Problem } from '../../core/api/problem.js';
import { AncestorsDocument } from '../graph.generated.js';
import { PictureSource } from './picture-source.js';
import type { PictureAddress, PictureFiles } from './picture-source.js';

/** The picture as far as it has been fetched. Loads what is inside a place when somebody wants to see it. */
@Injectable()
export class PictureStore {
  private readonly source = inject(PictureSource);
  private readonly api = inject(Api);
  private readonly placeOfKey = new Map<string, number>();
  private readonly loading = new Map<string, Promise<void>>();
  private address: PictureAddress | undefined;
  private files: PictureFiles | undefined;

  /** A new object whenever more was fetched, so that views are computed again. */
  readonly picture = signal<{ readonly view: PictureView } | undefined>(undefined);
  readonly bounds = signal<{ readonly left: number; readonly bottom: number; readonly right: number; readonly top: number }>({ left: -1, bottom: -1, right: 1, top: 1 });
  readonly problem = signal<Problem | undefined>(undefined);
  readonly isLoading = signal(true);

  async open(address: PictureAddress): Promise<void> {
    this.address = address;
    this.problem.set(undefined);
    this.isLoading.set(true);
    this.picture.set(undefined);
    this.placeOfKey.clear();
    this.loading.clear();
    try {
      this.files = await this.source.open(address);
      const overview = await this.files.overview();
      if (this.address !== address) return;
      this.learn(overview.nodes.first, overview.nodes.key);
      this.bounds.set(overview.bounds);
      this.picture.set({ view: new PictureView(overview) });
    } catch (error) {
      if (this.address === address) this.problem.set(toProblem(error));
    } finally {
      if (this.address === address) this.isLoading.set(false);
    }
  }

  place(key: string): number | undefined {
    return this.placeOfKey.get(key);
  }

  /** Fetches what lies inside a place. */
  async load(place: number): Promise<void> {
    const view = this.picture()?.view;
    const needed = view?.needed(place);
    if (view === undefined || needed === undefined || this.files === undefined) return;
    const name = `${needed.level} ${needed.chunk}`;
    const present = this.loading.get(name) ?? this.fetchChunk(view, needed);
    this.loading.set(name, present);
    await present;
  }

  /**
   * Loads every container on the way to a node.
   * @returns its places from the outermost to the node itself; empty where this picture has no such node
   */
  async way(key: string): Promise<readonly number[]> {
    const address = this.address;
    if (address === undefined) return [];
    const known = this.placeOfKey.get(key);
    if (known !== undefined) return this.wayOf(known);
    const { graph } = await this.api.query(AncestorsDocument, { ...address, node: key }, 'cache-first');
    for (const ancestor of graph.ancestors) {
      const place = this.placeOfKey.get(ancestor.key);
      if (place !== undefined && ancestor.key !== key) await this.load(place);
    }
    const place = this.placeOfKey.get(key);
    return place === undefined ? [] : this.wayOf(place);
  }

  private wayOf(place: number): readonly number[] {
    const view = this.picture()?.view;
    const way: number[] = [];
    for (let at = place; at >= 0 && view !== undefined; at = view.parent(at)) way.unshift(at);
    return way;
  }

  private async fetchChunk(view: PictureView, needed: Parameters<PictureFiles['chunk']>[0]): Promise<void> {
    const chunk = await this.files?.chunk(needed);
    // Another picture may have been opened meanwhile.
    if (chunk === undefined || this.picture()?.view !== view) return;
    view.add(chunk);
    this.learn(chunk.nodes.first, chunk.nodes.key);
    this.picture.set({ view });
  }

  private learn(first: number, keys: readonly string[]): void {
    keys.forEach((key, at) => this.placeOfKey.set(key, first + at));
  }
}
