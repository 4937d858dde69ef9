import { EXPRESSION, Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { outsideModel } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, Place, TableFact } from '../../model.js';

/** A table of an application that comes with Django. Columns are `name type`, with `?` behind the type where they may be null and `!` where they are unique. */
interface OwnTable {
  readonly table: string;
  /** Path of the class that stands for it; none for tables between two others. */
  readonly model?: string;
  readonly columns: readonly string[];
  /** Type of the key `id`; none where a column is the key. */
  readonly id?: 'integer' | 'bigint';
  readonly key?: string;
  readonly unique?: readonly string[];
  /** Columns and the model that each points at. */
  readonly references?: Readonly<Record<string, string>>;
}

const AUTH = 'django.contrib.auth.models';
const CONTENT_TYPE = 'django.contrib.contenttypes.models.ContentType';
/** Gives the model of users that the settings name. */
export const USER_GETTER = 'django.contrib.auth.get_user_model';
/** The user's own fields, which a model of the repository has too that derives from Django's: django/contrib/auth/models.py. */
export const USER_COLUMNS: Readonly<Record<'AbstractBaseUser' | 'PermissionsMixin' | 'AbstractUser', readonly string[]>> = {
  AbstractBaseUser: ['password varchar(128)', 'last_login timestamp with time zone?'],
  PermissionsMixin: ['is_superuser boolean'],
  AbstractUser: ['username varchar(150)!', 'first_name varchar(150)', 'last_name varchar(150)', 'email varchar(254)', 'is_staff boolean', 'is_active boolean', 'date_joined timestamp with time zone'],
};

/** Tables by the application that is installed: docs.djangoproject.com/en/stable/ref/contrib. */
const TABLES: Readonly<Record<string, readonly OwnTable[]>> = {
  'django.contrib.auth': [
    { table: 'auth_user', model: `${AUTH}.User`, id: 'integer', columns: [...USER_COLUMNS.AbstractBaseUser, ...USER_COLUMNS.PermissionsMixin, ...USER_COLUMNS.AbstractUser] },
    { table: 'auth_user_groups', id: 'bigint', columns: ['user_id integer', 'group_id integer'], unique: ['user_id', 'group_id'], references: { user_id: `${AUTH}.User`, group_id: `${AUTH}.Group` } },
    { table: 'auth_user_user_permissions', id: 'bigint', columns: ['user_id integer', 'permission_id integer'], unique: ['user_id', 'permission_id'], references: { user_id: `${AUTH}.User`, permission_id: `${AUTH}.Permission` } },
    { table: 'auth_group', model: `${AUTH}.Group`, id: 'integer', columns: ['name varchar(150)!'] },
    { table: 'auth_group_permissions', id: 'bigint', columns: ['group_id integer', 'permission_id integer'], unique: ['group_id', 'permission_id'], references: { group_id: `${AUTH}.Group`, permission_id: `${AUTH}.Permission` } },
    { table: 'auth_permission', model: `${AUTH}.Permission`, id: 'integer', columns: ['name varchar(255)', 'content_type_id integer', 'codename varchar(100)'], unique: ['content_type_id', 'codename'], references: { content_type_id: CONTENT_TYPE } },
  ],
  'django.contrib.contenttypes': [{ table: 'django_content_type', model: CONTENT_TYPE, id: 'integer', columns: ['app_label varchar(100)', 'model varchar(100)'], unique: ['app_label', 'model'] }],
  'django.contrib.sessions': [{ table: 'django_session', model: 'django.contrib.sessions.models.Session', key: 'session_key', columns: ['session_key varchar(40)', 'session_data text', 'expire_date timestamp with time zone'] }],
  'django.contrib.sites': [{ table: 'django_site', model: 'django.contrib.sites.models.Site', id: 'integer', columns: ['domain varchar(100)!', 'name varchar(50)'] }],
  'django.contrib.admin': [{ table: 'django_admin_log', model: 'django.contrib.admin.models.LogEntry', id: 'integer', columns: ['action_time timestamp with time zone', 'object_id text?', 'object_repr varchar(200)', 'action_flag smallint', 'change_message text', 'content_type_id integer?', 'user_id integer'], references: { content_type_id: CONTENT_TYPE, user_id: USER_GETTER } }],
};
/** Paths of the classes, and of the function that gives one. */
export const OUTSIDE = new RegExp(`^(?:${[...Object.values(TABLES).flat().flatMap(({ model }) => model ?? []), USER_GETTER].map((path) => path.replaceAll('.', '\\.')).join('|')})$`);

/** Applications of Django that settings install, each where it is named. */
export function installedApps(views: readonly FileView[]): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const view of views) {
    if (view.facts.indexOf('INSTALLED_APPS') < 0) continue;
    const { expressions } = view.facts;
    for (let row = 0; row < expressions.rows; row++) {
      const text = view.kind(row) === Expression.literal ? expressions.get(row, EXPRESSION.extra) : -1;
      const app = text < 0 ? '' : view.facts.text(text).replace(/\.apps\.\w+$/, '');
      if (Object.hasOwn(TABLES, app) && !found.has(app)) found.set(app, { path: view.file.path, range: view.place(row) });
    }
  }
  return found;
}

/** The tables of installed applications. @param hasOwnUser whether a model of the repository stands in for Django's user */
export function ownTables(installed: ReadonlyMap<string, Place>, hasOwnUser: boolean): readonly TableFact[] {
  return [...installed].flatMap(([app, place]) => (TABLES[app] ?? []).filter(({ table }) => !(hasOwnUser && table.startsWith('auth_user'))).map((own) => tableOf(own, place, hasOwnUser)));
}

function tableOf({ table, model, columns, id, key, unique, references }: OwnTable, place: Place, hasOwnUser: boolean): TableFact {
  const own = columnsOf(columns, place).map((column): ColumnFact => (column.name === key ? { ...column, isPrimaryKey: true } : column));
  const all: readonly ColumnFact[] = id === undefined ? own : [{ name: 'id', type: id, isNullable: false, isPrimaryKey: true, place }, ...own];
  const indexes: readonly IndexFact[] = [...uniqueIndexesOf(all), ...(unique === undefined ? [] : [{ columns: unique, isUnique: true }])];
  const foreignKeys = Object.entries(references ?? {}).map(([column, path]): ForeignKeyFact => ({ columns: [column], target: { model: outsideModel(path === USER_GETTER && !hasOwnUser ? `${AUTH}.User` : path) }, place }));
  return { kind: 'table', family: 'django', origin: 'model', name: table, ...(model === undefined ? {} : { model: outsideModel(model) }), columns: all, isMigratedElsewhere: true, primaryKey: primaryKeyOf(all), indexes, foreignKeys, place };
}

/** Columns of `name type`. */
export function columnsOf(stated: readonly string[], place: Place): readonly ColumnFact[] {
  return stated.map((text) => {
    const [, name = '', type = '', mark] = /^(\w+) (.*?)([?!])?$/.exec(text) ?? [];
    return { name, type, isNullable: mark === '?', ...(mark === '!' ? { isUnique: true } : {}), place };
  });
}

/** Path of the class that a relation names as `auth.User`. */
export function pathOfLabel(label: string): string | undefined {
  const [app = '', name = ''] = label.split('.');
  return Object.values(TABLES).flat().map(({ model }) => model).find((model) => model?.toLowerCase() === `django.contrib.${app}.models.${name}`.toLowerCase());
}

/** Other names under which code asks for the user's table. */
export function userAlias(table: string, place: Place): TableFact {
  return { kind: 'table', family: 'django', origin: 'model', name: table, model: outsideModel(USER_GETTER), columns: [], isNameOnly: true, place };
}
