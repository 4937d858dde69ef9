import { Expression, LOCAL } from '../../../facts/schema.js';
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
  /** What else the base of another library adds to its tables is not known. */
  readonly isLike: boolean;
  /** `IdentityUserContext` has users and no roles. */
  readonly hasRoles: boolean;
}

const BASE = /^Identity(?:Db|User)Context$/;
/** Those that other libraries derive from them: `MultiTenantIdentityDbContext`. */
const LIKE_BASE = /[a-z]Identity(?:Db|User)Context$/;
/** Tables whose classes a context may name after those of users, roles and keys. */
const OTHERS = ['AspNetUserClaims', 'AspNetUserRoles', 'AspNetUserLogins', 'AspNetRoleClaims', 'AspNetUserTokens'];
const OTHERS_OF_USERS = ['AspNetUserClaims', 'AspNetUserLogins', 'AspNetUserTokens'];
const KEYS: Readonly<Record<string, string>> = namedValues({ Guid: 'uniqueidentifier', int: 'int', long: 'bigint' });

/** `class ShopContext : IdentityDbContext<User, Role, Guid>`. */
export function identityOf(context: ClassView): IdentityModel | undefined {
  const { view } = context;
  for (const row of view.heritageOf(context.symbol)) {
    const base = view.base(row);
    const isLike = !BASE.test(base.name) && LIKE_BASE.test(base.name) && base.outcome.kind !== 'resolved';
    if (!BASE.test(base.name) && !isLike) continue;
    const given = view.typeArguments(base.type);
    const [user, second, third] = given;
    const hasRoles = /IdentityDbContext$/.test(base.name);
    const key = view.typeText((hasRoles ? third : second) ?? -1);
    const names = hasRoles ? OTHERS : OTHERS_OF_USERS;
    const others = new Map(given.slice(hasRoles ? 3 : 2).flatMap((type, index) => {
      const [name, one] = [names[index], context.classOf(type)];
      return name === undefined || one === undefined ? [] : [[name, one] as const];
    }));
    return { context, others, user: context.classOf(user ?? -1), role: hasRoles ? context.classOf(second ?? -1) : undefined, key: KEYS[key] ?? 'nvarchar(450)', hasRoles, isLike };
  }
  return undefined;
}

/** A table's name and schema where the program states others. */
export interface Renamed {
  readonly name: string;
  readonly schema: string | undefined;
}

const OF_IDENTITY = /\bIdentity(User|UserClaim|UserLogin|UserToken|UserRole|Role|RoleClaim)\b/;

/** What `builder.Entity<IdentityUserClaim<string>>().ToTable("Claims")` or a configuration of such a class calls the tables of Identity's own classes, by their customary names. */
export function renamedTables(view: FileView): readonly (readonly [string, Renamed])[] {
  if (view.facts.indexOf('ToTable') < 0) return [];
  return view.calls().flatMap(({ expression }): readonly (readonly [string, Renamed])[] => {
    if (view.kind(expression) !== Expression.call || view.name(expression) !== 'ToTable') return [];
    const chain = view.chain(expression);
    const [root] = chain;
    const local = root === undefined ? -1 : view.localOf(root.expression);
    const lambda = local < 0 ? -1 : view.lambdaOf(view.facts.locals.get(local, LOCAL.scope));
    const call = chain.find((link) => link.call >= 0 && link.name === 'Entity')?.call ?? (lambda < 0 ? -1 : view.callAround(lambda));
    const [entity] = call >= 0 && view.name(call) === 'Entity' ? view.typeArgumentsOfCall(call) : [];
    const declared = entity === undefined && root !== undefined ? view.declaredType(root.expression) : undefined;
    const written = entity === undefined ? (declared === undefined || declared.type < 0 ? '' : view.viewOf(declared.view).typeArguments(declared.type).map((type) => view.viewOf(declared.view).typeText(type)).join()) : view.typeText(entity);
    const kind = OF_IDENTITY.exec(written)?.[1];
    const name = view.text(view.argument(expression, 0));
    if (kind === undefined || name === undefined) return [];
    return [[`AspNet${kind}s`, { name, schema: view.text(view.argument(expression, 1)) ?? view.text(view.argument(expression, 'schema')) }]];
  });
}

/**
 * The tables that ASP.NET Core Identity brings along: no source of the repository declares them.
 * Source: https://learn.microsoft.com/aspnet/core/security/authentication/customize-identity-model
 */
export function identityFacts({ context, user, role, others, key, hasRoles, isLike }: IdentityModel, renamed: ReadonlyMap<string, Renamed>, defaultSchema: string | undefined): readonly TableFact[] {
  const called = (table: string): string => renamed.get(table)?.name ?? table;
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
    .map((table) => ({ ...table, stated: renamed.get(table.name) }))
    .map(({ name, stated, model, columns, primaryKey, foreignKeys = [] }) => ({
      kind: 'table',
      family: 'efcore',
      origin: 'model',
      name: stated?.name ?? name,
      ...schemaOf(stated?.schema ?? defaultSchema),
      ...(model === undefined ? {} : { model: model.key }),
      ...(isLike ? { isPartial: true } : {}),
      columns: columns.map((one) => (primaryKey.includes(one.name) ? { ...one, isPrimaryKey: true } : one)),
      primaryKey,
      foreignKeys,
      place: context.place,
    }));
}

function schemaOf(schema: string | undefined): Pick<TableFact, 'schema'> {
  return schema === undefined ? {} : { schema };
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
