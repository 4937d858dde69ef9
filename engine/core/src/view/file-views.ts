import type { LanguageLinker } from '../link/language-linker.js';
import type { Outcome } from '../link/outcome.js';
import { unresolved } from '../link/outcome.js';
import { Parts } from '../link/parts.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import { NameIndex } from '../link/semantics/name-index.js';
import { Kind, SYMBOL } from '../facts/schema.js';
import { typeRows } from '../facts/type-rows.js';
import { FileView } from './file-view.js';

export const INTERFACES = ' interfaces';
/** Stands behind a language's name for its classes by their names in small letters. */
export const CASELESS = ' in any case';

/** Makes views of files. Of a file that others lead to, references are linked when they are asked for. */
export class FileViews {
  private readonly known = new Map<number, FileView>();
  private readonly parts = new Parts();
  private readonly typesOf = new Map<string, NameIndex>();

  constructor(
    private readonly program: LinkProgram,
    private readonly linkerOf: (file: LinkFile) => LanguageLinker,
  ) {}

  /** A view of a file that was linked just now. @param outcomes of each reference, in order */
  linked(file: LinkFile, outcomes: readonly Outcome[]): FileView {
    return this.view(file, (reference) => outcomes[reference] ?? unresolved('unsupported'));
  }

  private view(file: LinkFile, outcomeOf: (reference: number) => Outcome): FileView {
    return new FileView(file, this.program, this.linkerOf(file), outcomeOf, this.parts, (other) => this.of(other), (languageId) => this.types(languageId));
  }

  /** Classes of a language by their names, in small letters where that stands behind its name; its interfaces where those do. */
  private types(languageId: string): NameIndex {
    const known = this.typesOf.get(languageId);
    if (known !== undefined) return known;
    const index = new NameIndex({ program: this.program, table: `classes of ${languageId}` });
    this.program.aside(() => this.readTypes(index, languageId));
    this.typesOf.set(languageId, index);
    return index;
  }

  /** Makes the tables that look-ups of an earlier scan may ask. */
  prepare(): void {
    for (const languageId of new Set(this.program.files.map((file) => file.languageId))) for (const kind of ['', INTERFACES, CASELESS]) this.types(`${languageId}${kind}`);
  }

  private readTypes(index: NameIndex, of: string): void {
    const kind = of.endsWith(INTERFACES) ? Kind.interface : Kind.class;
    const isCaseless = of.endsWith(CASELESS);
    const languageId = of.replace(INTERFACES, '').replace(CASELESS, '');
    for (const file of this.program.files) {
      if (file.languageId !== languageId) continue;
      const { symbols } = file.facts;
      for (const row of typeRows(file.facts)) {
        if (symbols.get(row, SYMBOL.kind) !== kind) continue;
        const name = file.facts.text(symbols.get(row, SYMBOL.name)).replace(/^.*[\\.:]/s, '');
        index.add(isCaseless ? name.toLowerCase() : name, this.program.canonical(file.firstSymbol + row));
      }
    }
  }

  forget(): void {
    this.known.clear();
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
