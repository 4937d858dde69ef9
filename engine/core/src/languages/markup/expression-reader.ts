import type { TemplateFacts } from './template-facts.js';

const SPACE = /\s*/y;
const COMMENT = /\/\/[^\n]*/y;
const IDENTIFIER = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\.?\d[\w.]*/y;
const OPERATOR = /\|\||\?\?|&&|(?:&amp;){1,2}|&[lg]t;=?|[!=]==?|[<>]=?|\*\*|[-+*/%]|(?:in|instanceof)\b/y;
const ASSIGNMENT = /(?:\*\*|\?\?|&&|\|\||[-+*/%])?=(?![=>])/y;
const UNARY = /!|[-+~]|\.\.\.|(?:typeof|void|new|await)\b/y;
/** What statements begin with. */
const KEYWORD = /(?:if|else|return)\b/y;
const ARROW = /\(([^()]{0,200})\)\s*=>/y;
const ARROW_SIGN = /\s*=>/y;
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'undefined']);
/** What the compiler itself gives: angular.dev/guide/templates. */
const GIVEN: ReadonlySet<string> = new Set(['$event', '$index', '$count', '$first', '$last', '$even', '$odd', '$implicit']);
const DEPTH = 48;

/** What has been read, and where its last name stands; a name or member is captured when it is known whether it is called. */
interface Operand {
  readonly row: number;
  readonly site: { readonly start: number; readonly end: number } | undefined;
}

const NOTHING: Operand = { row: -1, site: undefined };

/**
 * Reads expressions of a template into its facts: angular.dev/guide/templates/expression-syntax. What cannot be read ends with one
 * error; time is linear in the text.
 */
export class ExpressionReader {
  at: number;
  private scope = -1;
  private depth = 0;
  private hasFailed = false;

  constructor(
    private readonly facts: TemplateFacts,
    private readonly text: string,
    start: number,
    private readonly end: number,
  ) {
    this.at = start;
  }

  /** A binding: one expression with its pipes. @returns its row, or -1 */
  binding(scope: number): number {
    this.scope = scope;
    return this.captured(this.piped());
  }

  /** What is left is none of the expression. */
  finish(): void {
    if (!this.hasFailed && !this.isAtEnd()) this.fail();
  }

  /** What an event runs: statements. */
  statements(scope: number): void {
    this.scope = scope;
    while (!this.isAtEnd()) {
      this.statement();
      this.take(';');
    }
  }

  private statement(): void {
    for (let word = this.word(KEYWORD); word !== undefined; word = this.word(KEYWORD)) {
      if (word !== 'if') continue;
      if (!this.take('(')) return void this.fail();
      this.captured(this.piped());
      if (!this.take(')')) return void this.fail();
    }
    if (this.take('{')) this.block();
    else if (!this.isAtEnd()) this.captured(this.piped());
  }

  isAtEnd(): boolean {
    this.skip();
    return this.hasFailed || this.at >= this.end;
  }

  take(character: string): boolean {
    this.skip();
    if (this.hasFailed || this.at >= this.end || !this.text.startsWith(character, this.at)) return false;
    this.at += character.length;
    return true;
  }

  /** A word that is the next token, which is passed over; undefined where another is. */
  word(pattern: RegExp): string | undefined {
    this.skip();
    const found = this.match(pattern);
    return found === '' ? undefined : found;
  }

  private skip(): void {
    if (this.hasFailed) return;
    do this.match(SPACE);
    while (this.match(COMMENT) !== '');
  }

  private match(pattern: RegExp): string {
    if (this.hasFailed) return '';
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    if (this.at + found.length > this.end) return '';
    this.at += found.length;
    return found;
  }

  private fail(): Operand {
    if (!this.hasFailed) this.facts.error(Math.min(this.at, this.end - 1), this.end);
    this.hasFailed = true;
    return NOTHING;
  }

  private row(kind: Parameters<TemplateFacts['expression']>[0], name: string, operand: number, extra: number, at: number): number {
    return this.facts.expression(kind, name, operand, extra, this.scope, at);
  }

  /** The row of what is not called: a name or member of its own. */
  private captured({ row, site }: Operand): number {
    if (site !== undefined && row >= 0) this.facts.reference('value', row, site.start, site.end);
    return row;
  }

  private piped(): Operand {
    if (++this.depth > DEPTH) {
      this.depth--;
      return this.fail();
    }
    let found = this.assigned();
    for (this.skip(); this.at < this.end && this.text[this.at] === '|' && !this.hasFailed; this.skip()) {
      this.at++;
      this.skip();
      const start = this.at;
      const name = this.match(IDENTIFIER);
      if (name === '') {
        this.fail();
        break;
      }
      const given = [this.captured(found)];
      const pipe = this.row('class', name, -1, -1, start);
      const call = this.row('call', '', pipe, -1, start);
      this.facts.reference('value', pipe, start, start + name.length);
      while (this.take(':')) given.push(this.captured(this.assigned()));
      this.facts.reference('call', call, start, start + name.length, given.length);
      given.forEach((value, position) => value >= 0 && this.facts.argument(call, position, '', value));
      found = { row: call, site: undefined };
    }
    this.depth--;
    return found;
  }

  private assigned(): Operand {
    for (;;) {
      const target = this.conditional();
      this.skip();
      if (this.at >= this.end || this.match(ASSIGNMENT) === '') return target;
      if (target.site !== undefined && target.row >= 0) this.facts.write(target.row, target.site.start, target.site.end);
    }
  }

  private conditional(): Operand {
    const condition = this.binary();
    this.skip();
    if (this.hasFailed || this.at >= this.end || this.text[this.at] !== '?') return condition;
    const start = this.at++;
    this.captured(condition);
    const first = this.captured(this.piped());
    if (!this.take(':')) return this.fail();
    const second = this.captured(this.piped());
    return { row: this.either(first, second, start), site: undefined };
  }

  private either(first: number, second: number, at: number): number {
    return first < 0 || second < 0 ? Math.max(first, second) : this.row('either', '', first, second, at);
  }

  private binary(): Operand {
    let found = this.unary();
    for (;;) {
      this.skip();
      const start = this.at;
      const operator = this.at >= this.end || this.text[this.at] === '?' && this.text[this.at + 1] !== '?' ? '' : this.operator();
      if (operator === '') return found;
      const left = this.captured(found);
      const right = this.captured(this.unary());
      if (operator === '||' || operator === '??') found = { row: this.either(left, right, start), site: undefined };
      else found = operator.startsWith('&&') || operator.startsWith('&amp') ? { row: right, site: undefined } : NOTHING;
    }
  }

  /** The operator between two operands; none where what stands there assigns. */
  private operator(): string {
    const start = this.at;
    const operator = this.match(OPERATOR);
    if (operator === '' || this.text[this.at] !== '=' || /[=<>]$/.test(operator)) return operator;
    this.at = start;
    return '';
  }

  private unary(): Operand {
    let isChanged = false;
    for (this.skip(); this.at < this.end && this.match(UNARY) !== ''; this.skip()) isChanged = true;
    const found = this.postfix();
    if (!isChanged) return found;
    this.captured(found);
    return NOTHING;
  }

  private postfix(): Operand {
    let found = this.primary();
    for (this.skip(); this.at < this.end && !this.hasFailed; this.skip()) {
      const { text, at } = this;
      const isSafe = text.startsWith('?.', at);
      if (text[at] === '!' && text[at + 1] !== '=') this.at++;
      else if (text[at] === '(' || (isSafe && text[at + 2] === '(')) found = this.called(found, isSafe ? 3 : 1);
      else if (text[at] === '[' || (isSafe && text[at + 2] === '[')) found = this.indexed(found, isSafe ? 3 : 1);
      else if (text[at] === '`') found = this.tagged(found);
      else if (isSafe || (text[at] === '.' && text[at + 1] !== '.')) {
        const operand = this.captured(found);
        this.at += isSafe ? 2 : 1;
        this.skip();
        const start = this.at;
        const name = this.match(IDENTIFIER);
        if (name === '') return this.fail();
        found = { row: this.row('member', name, operand, -1, start), site: { start, end: this.at } };
      } else break;
    }
    return found;
  }

  private called({ row, site }: Operand, opener: number): Operand {
    const start = this.at;
    this.at += opener;
    const call = this.row('call', '', row, -1, site?.start ?? start);
    const given: number[] = [];
    while (!this.isAtEnd() && !this.take(')')) {
      given.push(this.captured(this.piped()));
      if (!this.take(',') && this.text[this.at] !== ')') return this.fail();
    }
    if (this.text[this.at - 1] !== ')') return this.fail();
    given.forEach((value, position) => value >= 0 && this.facts.argument(call, position, '', value));
    if (row >= 0) this.facts.reference('call', call, site?.start ?? start, site?.end ?? start + 1, given.length);
    return { row: call, site: undefined };
  }

  private indexed(found: Operand, opener: number): Operand {
    const start = this.at;
    const operand = this.captured(found);
    this.at += opener;
    const index = this.captured(this.piped());
    if (!this.take(']')) return this.fail();
    return { row: this.row('index', '', operand, index, start), site: undefined };
  }

  private tagged(found: Operand): Operand {
    this.captured(found);
    this.template();
    return NOTHING;
  }

  private primary(): Operand {
    this.skip();
    const start = this.at;
    const character = this.text[start];
    if (character === undefined || this.at >= this.end || this.hasFailed) return this.fail();
    if (character === '"' || character === "'") return this.string(character);
    if (character === '`') return this.template();
    if (this.match(NUMBER) !== '') return { row: this.row('literal', 'number', -1, -1, start), site: undefined };
    if (character === '(') {
      ARROW.lastIndex = start;
      const arrow = ARROW.exec(this.text);
      if (arrow !== null && start + arrow[0].length <= this.end) return this.arrow(arrow[1] ?? '', start + arrow[0].length);
      this.at++;
      const inner = this.piped();
      return this.take(')') ? inner : this.fail();
    }
    if (character === '[') return this.array();
    if (character === '{') return this.object();
    const name = this.match(IDENTIFIER);
    if (name === '') return this.fail();
    ARROW_SIGN.lastIndex = this.at;
    if (ARROW_SIGN.test(this.text) && ARROW_SIGN.lastIndex <= this.end) return this.arrow(name, ARROW_SIGN.lastIndex);
    if (name === 'async' && !this.isAtEnd() && /[\w$(]/.test(this.text.charAt(this.at))) return this.primary();
    if (LITERALS.has(name)) return { row: this.row('literal', name, -1, -1, start), site: undefined };
    if (name === 'this') return { row: this.row('this', '', -1, -1, start), site: undefined };
    if (GIVEN.has(name)) return { row: this.row('unknown', '', -1, -1, start), site: undefined };
    if (name === '$any' && this.text[this.at] === '(') return this.primary();
    return { row: this.row('name', name, -1, -1, start), site: { start, end: this.at } };
  }

  private string(quote: string): Operand {
    const start = this.at++;
    while (this.at < this.end && this.text[this.at] !== quote) this.at += this.text[this.at] === '\\' ? 2 : 1;
    if (this.at >= this.end) return this.fail();
    this.at++;
    return { row: this.row('literal', 'string', -1, this.facts.text(this.text.slice(start + 1, this.at - 1)), start), site: undefined };
  }

  private template(): Operand {
    const start = this.at++;
    while (this.at < this.end && this.text[this.at] !== '`') {
      if (this.text[this.at] === '\\') this.at += 2;
      else if (this.text.startsWith('${', this.at)) {
        this.at += 2;
        this.captured(this.piped());
        if (!this.take('}')) return this.fail();
      } else this.at++;
    }
    if (this.at >= this.end) return this.fail();
    this.at++;
    return { row: this.row('literal', 'template_string', -1, -1, start), site: undefined };
  }

  private array(): Operand {
    const start = this.at++;
    const array = this.row('array', '', -1, -1, start);
    for (let position = 0; !this.take(']'); position++) {
      if (this.isAtEnd()) return this.fail();
      const value = this.captured(this.piped());
      if (value >= 0) this.facts.argument(array, position, '', value);
      if (!this.take(',') && this.text[this.at] !== ']') return this.fail();
    }
    return { row: array, site: undefined };
  }

  private object(): Operand {
    const start = this.at++;
    const object = this.row('object', '', -1, -1, start);
    for (let position = 0; !this.take('}'); position++) {
      if (this.isAtEnd()) return this.fail();
      const { name, value } = this.entry();
      if (value >= 0) this.facts.argument(object, position, name, value);
      if (!this.take(',') && this.text[this.at] !== '}') return this.fail();
    }
    return { row: object, site: undefined };
  }

  private entry(): { readonly name: string; readonly value: number } {
    const start = this.at;
    const { text } = this;
    if (text.startsWith('...', start)) return { name: '', value: this.captured(this.piped()) };
    if (text[start] === '"' || text[start] === "'") {
      this.string(text[start]);
      const name = text.slice(start + 1, this.at - 1);
      return { name, value: this.take(':') ? this.captured(this.piped()) : this.fail().row };
    }
    const name = this.match(IDENTIFIER) || this.match(NUMBER);
    if (name === '') return { name, value: this.fail().row };
    if (this.take(':')) return { name, value: this.captured(this.piped()) };
    return { name, value: this.captured({ row: this.row('name', name, -1, -1, start), site: { start, end: start + name.length } }) };
  }

  /** Statements up to a brace. */
  private block(): void {
    if (++this.depth > DEPTH) return void this.fail();
    while (!this.take('}')) {
      if (this.isAtEnd()) return void this.fail();
      this.statement();
      this.take(';');
    }
    this.depth--;
  }

  /** `(a, b) => a.total(b)`: names that it binds are seen in it alone. */
  private arrow(parameters: string, end: number): Operand {
    const start = this.at;
    this.at = end;
    const around = this.scope;
    const scope = this.facts.openScope(around);
    for (const name of parameters.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []) this.facts.local('opaque', name, scope, -1);
    this.scope = scope;
    if (this.take('{')) this.block();
    else this.captured(this.piped());
    this.scope = around;
    return { row: this.row('unknown', '', -1, -1, start), site: undefined };
  }
}
