import type { AccessConventions, SchemaFamily } from '../family.js';

/** What the families of one language say together of how their tables are used. */
export interface LanguageConventions {
  readonly fillsRecords: boolean;
  readonly hasNamedRecords: boolean;
  readonly hasCalledModels: boolean;
  readonly hasDerivedQueries: boolean;
  readonly hasPlainRecords: boolean;
  readonly writes: (name: string) => boolean;
  readonly reads: (name: string) => boolean;
  readonly asksItself: (name: string) => boolean;
  readonly namesModel: (name: string) => boolean;
  readonly hasNamedModels: boolean;
  readonly outside: (path: string) => boolean;
  readonly ofSessions: (path: string) => boolean;
  readonly follows: (name: string) => boolean;
  readonly hasSetters: boolean;
  readonly hasShortStatements: boolean;
  readonly flushes: (name: string) => boolean;
  readonly compares: (name: string) => boolean;
  readonly loads: (name: string) => boolean;
  readonly parts: RegExp;
  readonly links: (name: string) => boolean;
  readonly hasOptions: boolean;
  readonly hasAliases: boolean;
  readonly hasMemberPaths: boolean;
  readonly hasRelationMembers: boolean;
}

/** What the families say that comes to one kind of value. */
type KeysOf<Value> = { [Key in keyof LanguageConventions & keyof AccessConventions]: LanguageConventions[Key] extends Value ? Key : never }[keyof LanguageConventions & keyof AccessConventions];

const DOT = /\./;

/** Conventions by the language's id. */
export class FamilyConventions {
  private readonly byLanguage = new Map<string, LanguageConventions>();

  constructor(private readonly families: readonly SchemaFamily[]) {}

  of(languageId: string): LanguageConventions {
    const known = this.byLanguage.get(languageId);
    if (known !== undefined) return known;
    const stated = this.families.flatMap(({ languages, accesses }): readonly AccessConventions[] => (accesses === undefined || !languages.includes(languageId) ? [] : [accesses]));
    const has = (key: KeysOf<boolean>): boolean => stated.some((one) => one[key] === true);
    const matches = (key: KeysOf<(text: string) => boolean>) => (text: string): boolean => stated.some((one) => one[key]?.test(text) === true);
    const fresh: LanguageConventions = {
      fillsRecords: has('fillsRecords'),
      hasNamedRecords: has('hasNamedRecords'),
      hasCalledModels: has('hasCalledModels'),
      hasDerivedQueries: has('hasDerivedQueries'),
      hasPlainRecords: has('hasPlainRecords'),
      writes: matches('writes'),
      reads: matches('reads'),
      asksItself: matches('asksItself'),
      namesModel: matches('namesModel'),
      hasNamedModels: stated.some(({ namesModel }) => namesModel !== undefined),
      ofSessions: matches('ofSessions'),
      follows: matches('follows'),
      hasShortStatements: has('hasShortStatements'),
      hasSetters: has('hasSetters'),
      flushes: matches('flushes'),
      compares: matches('compares'),
      loads: matches('loads'),
      parts: stated.find(({ parts }) => parts !== undefined)?.parts ?? DOT,
      links: matches('links'),
      hasOptions: has('hasOptions'),
      hasAliases: has('hasAliases'),
      hasMemberPaths: has('hasMemberPaths'),
      hasRelationMembers: has('hasRelationMembers'),
      outside: matches('outside'),
    };
    this.byLanguage.set(languageId, fresh);
    return fresh;
  }
}
