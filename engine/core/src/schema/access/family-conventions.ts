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

const DOT = /\./;

/** Conventions by the language's id. */
export class FamilyConventions {
  private readonly byLanguage = new Map<string, LanguageConventions>();

  constructor(private readonly families: readonly SchemaFamily[]) {}

  of(languageId: string): LanguageConventions {
    const known = this.byLanguage.get(languageId);
    if (known !== undefined) return known;
    const stated = this.families.flatMap(({ languages, accesses }): readonly AccessConventions[] => (accesses === undefined || !languages.includes(languageId) ? [] : [accesses]));
    const fresh: LanguageConventions = {
      fillsRecords: stated.some(({ fillsRecords }) => fillsRecords === true),
      hasNamedRecords: stated.some(({ hasNamedRecords }) => hasNamedRecords === true),
      hasCalledModels: stated.some(({ hasCalledModels }) => hasCalledModels === true),
      hasDerivedQueries: stated.some(({ hasDerivedQueries }) => hasDerivedQueries === true),
      hasPlainRecords: stated.some(({ hasPlainRecords }) => hasPlainRecords === true),
      writes: (name) => stated.some(({ writes }) => writes?.test(name) === true),
      reads: (name) => stated.some(({ reads }) => reads?.test(name) === true),
      asksItself: (name) => stated.some(({ asksItself }) => asksItself?.test(name) === true),
      ofSessions: (path) => stated.some(({ ofSessions }) => ofSessions?.test(path) === true),
      follows: (name) => stated.some(({ follows }) => follows?.test(name) === true),
      hasShortStatements: stated.some(({ hasShortStatements }) => hasShortStatements === true),
      hasSetters: stated.some(({ hasSetters }) => hasSetters === true),
      flushes: (name) => stated.some(({ flushes }) => flushes?.test(name) === true),
      compares: (name) => stated.some(({ compares }) => compares?.test(name) === true),
      loads: (name) => stated.some(({ loads }) => loads?.test(name) === true),
      parts: stated.find(({ parts }) => parts !== undefined)?.parts ?? DOT,
      links: (name) => stated.some(({ links }) => links?.test(name) === true),
      hasOptions: stated.some(({ hasOptions }) => hasOptions === true),
      hasAliases: stated.some(({ hasAliases }) => hasAliases === true),
      hasMemberPaths: stated.some(({ hasMemberPaths }) => hasMemberPaths === true),
      hasRelationMembers: stated.some(({ hasRelationMembers }) => hasRelationMembers === true),
      outside: (path) => stated.some(({ outside }) => outside?.test(path) === true),
    };
    this.byLanguage.set(languageId, fresh);
    return fresh;
  }
}
