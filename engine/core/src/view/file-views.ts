import type { LanguageLinker } from '../link/language-linker.js';
import type { Outcome } from '../link/outcome.js';
import { unresolved } from '../link/outcome.js';
import { Parts } from '../link/parts.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import { FileView } from './file-view.js';

/** Makes views of files. Of a file that others lead to, references are linked when they are asked for. */
export class FileViews {
  private readonly known = new Map<number, FileView>();
  private readonly parts = new Parts();

  constructor(
    private readonly program: LinkProgram,
    private readonly linkerOf: (file: LinkFile) => LanguageLinker,
  ) {}

  /** A view of a file that was linked just now. @param outcomes of each reference, in order */
  linked(file: LinkFile, outcomes: readonly Outcome[]): FileView {
    return this.view(file, (reference) => outcomes[reference] ?? unresolved('unsupported'));
  }

  private view(file: LinkFile, outcomeOf: (reference: number) => Outcome): FileView {
    return new FileView(file, this.program, this.linkerOf(file), outcomeOf, this.parts, (other) => this.of(other));
  }

  of(file: LinkFile): FileView {
    const known = this.known.get(file.index);
    if (known !== undefined) return known;
    const linker = this.linkerOf(file);
    const view = this.view(file, (reference) => linker.link(file, reference));
    this.known.set(file.index, view);
    return view;
  }
}
