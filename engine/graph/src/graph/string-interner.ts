/** Gives equal strings the same small number. Number -1 stands for "absent". */
export class StringInterner {
  readonly #numbers = new Map<string, number>();
  readonly #strings: string[] = [];
  // Of a column such as the path the same text comes many times on end.
  #lastText: string | undefined;
  #lastNumber = -1;

  intern(text: string | undefined): number {
    if (text === this.#lastText) return this.#lastNumber;
    this.#lastText = text;
    this.#lastNumber = text === undefined ? -1 : this.#numberOf(text);
    return this.#lastNumber;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#strings.length;
    this.#numbers.set(text, number);
    this.#strings.push(text);
    return number;
  }

  get strings(): readonly string[] {
    return this.#strings;
  }
}
