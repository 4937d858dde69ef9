import type { LinkProgram } from '../../link/program.js';
import type { Entity } from './entity.js';
import { none } from './entity.js';

/**
 * Remembers what files export. Many files ask the same of one that gathers what others export: it is found once for all of them,
 * and each that asks has read what was read for it. What is asked on the way ends in cycles: that depends on where the cycle is
 * entered, and is remembered for that one question alone.
 */
export class ExportAnswers {
  private readonly onTheWay = new Map<string, Entity>();
  private isAsking = false;
  /** What the file asked that is linked just now. */
  private readonly asked = new Map<string, Entity>();
  /** What any file asked, with the files that were read for it. */
  private readonly found = new Map<string, { readonly found: Entity; readonly read: readonly number[] }>();

  constructor(private readonly program: LinkProgram) {
    program.forgets(this.asked, this.found);
  }

  /** Begins with another file. */
  begin(): void {
    this.asked.clear();
  }

  of(key: string, find: () => Entity): Entity {
    if (this.isAsking) return this.within(key, find);
    const asked = this.asked.get(key);
    if (asked !== undefined) return asked;
    const answer = this.settled(key, find);
    this.asked.set(key, answer);
    return answer;
  }

  private settled(key: string, find: () => Entity): Entity {
    const { reads } = this.program;
    const known = this.found.get(key);
    if (known !== undefined) {
      for (const file of known.read) reads.note(file);
      return known.found;
    }
    this.isAsking = true;
    this.onTheWay.clear();
    try {
      const fresh = reads.catch(() => this.within(key, find));
      this.found.set(key, fresh);
      return fresh.found;
    } finally {
      this.isAsking = false;
    }
  }

  private within(key: string, find: () => Entity): Entity {
    const known = this.onTheWay.get(key);
    if (known !== undefined) return known;
    this.onTheWay.set(key, none('nameNotFound')); // what a cycle finds
    const answer = find();
    this.onTheWay.set(key, answer);
    return answer;
  }
}
