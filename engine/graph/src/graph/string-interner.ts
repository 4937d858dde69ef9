/** Gives equal strings the same small number. Number -1 stands for "absent". */
export class StringInterner {
  readonly #numbers = new Map<string, number>();
  readonly #strings: string[] = [];

  intern(text: string | undefined): number {
    if (text === undefined) return -1;
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
