import { LOCAL, Local } from '../../facts/schema.js';
import { RowsBy } from '../../facts/rows-by.js';
import type { LinkFile, LinkProgram } from '../program.js';

/** Parameters, variables and type parameters by the scope that declares them. */
export class ScopeLocals {
  private readonly rows = new Map<number, RowsBy>();

  constructor(private readonly program: LinkProgram) {
    program.forgets(this.rows);
  }

  /** Rows of the file's locals, in order. */
  localsIn(file: LinkFile, scope: number): readonly number[] {
    this.program.reads.note(file.index);
    let rows = this.rows.get(file.index);
    if (rows === undefined) {
      rows = new RowsBy(file.facts.locals, LOCAL.scope);
      this.rows.set(file.index, rows);
    }
    return rows.of(scope);
  }

  /** Those that are parameters, in order. */
  parametersIn(file: LinkFile, scope: number): readonly number[] {
    return this.localsIn(file, scope).filter((row) => file.facts.locals.get(row, LOCAL.kind) === Local.parameter);
  }
}
