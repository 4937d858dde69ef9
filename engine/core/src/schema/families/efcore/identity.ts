import { LOCAL } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { ClassView } from '../../class-view.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';

/** The class that stands for users, and the type of their keys, as the base of a context names them. */
export interface IdentityModel {
  readonly context: ClassView;
  readonly user: ClassView | undefined;
  readonly role: ClassView | undefined;
  /** Classes of the other tables, by the tables' names. */
  readonly others: ReadonlyMap<string, ClassView>;
  readonly key: string;
  /** `IdentityUserContext` has users and no roles. */
  readonly hasRoles: boolean;
}

const BASE = /^Identity(?:Db|User)Context$/;
/** Tables whose classes a context may name after those of users, roles and keys. */
const OTHERS = ['AspNetUserClaims', 'AspNetUserRoles', 'AspNetUserLogins', 'AspNetRoleClaims', 'AspNetUserTokens'];
const OTHERS_OF_USERS = ['AspNetUserClaims', 'AspNetUserLogins', 'AspNetUserTokens'];
const KEYS: Readonly<Record<string, string>> = namedValues({ Guid: 'uniqueidentifier', int: 'int', long: 'bigint' });

/** Tables of the library's own classes. */
const TABLES: Readonly<Record<string, string>> = namedValues({ IdentityUser: 'AspNetUsers', IdentityRole: 'AspNetRoles', IdentityUserClaim: 'AspNetUserClaims', IdentityUserLogin: 'AspNetUserLogins', IdentityUserToken: 'AspNetUserTokens', IdentityRoleClaim: 'AspNetRoleClaims', IdentityUserRole: 'AspNetUserRoles' });

/** What the library's own classes are called in a repository, by the names that they have without a word of it: `Entity<IdentityUserClaim<long>>().ToTable("UserClaims")`, or in the lambda of such a call. */
export function identityNames(view: FileView): readonly (readonly [string, string])[] {
  if (view.facts.indexOf('ToTable') < 0) return [];
  return view.calls().flatMap(({ expression }): readonly (readonly [string, string])[] => {
    if (view.name(expression) !== 'ToTable') return [];
    const chain = view.chain(expression);
    const [root] = chain;
    const local = root === undefined ? -1 : view.localOf(root.expression);
    const lambda = local < 0 ? -1 : view.lambdaOf(view.facts.locals.get(local, LOCAL.scope));
    const entity = chain.find(({ name, call }) => name === 'Entity' && call >= 0)?.call ?? (lambda < 0 ? -1 : view.callAround(lambda));
    const [type] = entity >= 0 && view.name(entity) === 'Entity' ? view.typeArgumentsOfCall(entity) : [];
    const table = type === undefined ? undefined : TABLES[view.typeText(type).replace(/<.*$/s, '')];
    const name = view.text(view.argument(expression, 0));
    return table === undefined || name === undefined ? [] : [[table, name]];
  });
}

/** `class ShopContext : IdentityDbContext<User, Role, Guid>`. */
export function identityOf(context: ClassView): IdentityModel | undefined {
  const { view } = context;
  for (const row of view.heritageOf(context.symbol)) {
    const base = view.base(row);
    if (!BASE.test(base.name)) continue;
    const given = view.typeArguments(base.type);
    const [user, second, third] = given;
    const hasRoles = base.name === 'IdentityDbContext';
    const key = view.typeText((hasRoles ? third : second) ?? -1);
    const names = hasRoles ? OTHERS : OTHERS_OF_USERS;
    const others = new Map(given.slice(hasRoles ? 3 : 2).flatMap((type, index) => {
      const [name, one] = [names[index], context.classOf(type)];
      return name === undefined || one === undefined ? [] : [[name, one] as const];
    }));
    return { context, others, user: context.classOf(user ?? -1), role: hasRoles ? context.classOf(second ?? -1) : undefined, key: KEYS[key] ?? 'nvarchar(450)', hasRoles };
  }
  return undefined;
}

/**
 * The tables that ASP.NET Core Identity brings along: no source of the repository declares them.
 * Source: https://learn.microsoft.com/aspnet/core/security/authentication/customize-identity-model
 */
export function identityFacts({ context, user, role, others, key, hasRoles }: IdentityModel, names: ReadonlyMap<string, string>): readonly TableFact[] {
  const called = (table: string): string => names.get(table) ?? table;
  const ofUser = keyTo('UserId', called('AspNetUsers'), user);
  const ofRole = keyTo('RoleId', called('AspNetRoles'), role);
  const claim = [column('Id', 'int'), text('ClaimType', 'max', true), text('ClaimValue', 'max', true)];
  const tables: { readonly name: string; readonly model?: ClassView | undefined; readonly columns: readonly ColumnFact[]; readonly primaryKey: readonly string[]; readonly foreignKeys?: readonly ForeignKeyFact[]; readonly isOfRoles?: boolean }[] = [
    {
      name: 'AspNetUsers',
      model: user,
      columns: [
        column('Id', key), text('UserName', '256', true), text('NormalizedUserName', '256', true), text('Email', '256', true), text('NormalizedEmail', '256', true), column('EmailConfirmed', 'bit'), text('PasswordHash', 'max', true), text('SecurityStamp', 'max', true),
        text('ConcurrencyStamp', 'max', true), text('PhoneNumber', 'max', true), column('PhoneNumberConfirmed', 'bit'), column('TwoFactorEnabled', 'bit'), column('LockoutEnd', 'datetimeoffset', true), column('LockoutEnabled', 'bit'), column('AccessFailedCount', 'int'),
      ],
      primaryKey: ['Id'],
    },
    { name: 'AspNetUserClaims', columns: [...claim, column('UserId', key)], primaryKey: ['Id'], foreignKeys: [ofUser] },
    { name: 'AspNetUserLogins', columns: [text('LoginProvider', '450'), text('ProviderKey', '450'), text('ProviderDisplayName', 'max', true), column('UserId', key)], primaryKey: ['LoginProvider', 'ProviderKey'], foreignKeys: [ofUser] },
    { name: 'AspNetUserTokens', columns: [column('UserId', key), text('LoginProvider', '450'), text('Name', '450'), text('Value', 'max', true)], primaryKey: ['UserId', 'LoginProvider', 'Name'], foreignKeys: [ofUser] },
    { name: 'AspNetRoles', model: role, columns: [column('Id', key), text('Name', '256', true), text('NormalizedName', '256', true), text('ConcurrencyStamp', 'max', true)], primaryKey: ['Id'], isOfRoles: true },
    { name: 'AspNetRoleClaims', columns: [...claim, column('RoleId', key)], primaryKey: ['Id'], foreignKeys: [ofRole], isOfRoles: true },
    { name: 'AspNetUserRoles', columns: [column('UserId', key), column('RoleId', key)], primaryKey: ['UserId', 'RoleId'], foreignKeys: [ofUser, ofRole], isOfRoles: true },
  ];
  return tables
    .filter(({ isOfRoles }) => hasRoles || isOfRoles !== true)
    .map((table) => ({ ...table, model: table.model ?? others.get(table.name) }))
    .map(({ name, model, columns, primaryKey, foreignKeys = [] }) => ({
      kind: 'table',
      family: 'efcore',
      origin: 'model',
      name: called(name),
      ...(model === undefined ? {} : { model: model.key }),
      columns: columns.map((one) => (primaryKey.includes(one.name) ? { ...one, isPrimaryKey: true } : one)),
      primaryKey,
      foreignKeys,
      place: context.place,
    }));
}

function column(name: string, type: string, isNullable = false): ColumnFact {
  return { name, type, isNullable };
}

function text(name: string, length: string, isNullable = false): ColumnFact {
  return column(name, `nvarchar(${length})`, isNullable);
}

function keyTo(name: string, table: string, model: ClassView | undefined): ForeignKeyFact {
  return { columns: [name], target: model === undefined ? { table } : { model: model.key } };
}
