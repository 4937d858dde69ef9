import { namedValues } from '../../named-values.js';

/**
 * Global functions, and aliases of classes, that packages bring along. They have no namespace, so that only a list can tell
 * whose they are.
 */
const HELPERS: readonly { readonly packages: readonly string[]; readonly names: ReadonlySet<string> }[] = [
  {
    packages: ['laravel/framework', 'illuminate/support', 'laravel/lumen-framework'],
    names: new Set(
      `App Arr Artisan Auth Blade Broadcast Bus Cache Concurrency Config Context Cookie Crypt DB Date Eloquent Event File Gate Hash Http Js Lang Log Mail
      Notification Number Password Process Queue RateLimiter Redirect Request Response Route Schedule Schema Session Storage Str URL Uri Validator View Vite
      __ abort abort_if abort_unless action app app_path array_add array_collapse array_dot array_except array_first array_flatten
      array_forget array_get array_has array_last array_only array_pluck array_pull array_random array_set array_sort
      array_sort_recursive array_where array_wrap asset auth back base_path bcrypt blank broadcast broadcast_if broadcast_unless cache
      camel_case class_basename class_uses_recursive collect config config_path context cookie csrf_field csrf_token data_fill
      data_forget data_get data_set database_path decrypt defer dispatch dispatch_now dispatch_sync dto e encrypt ends_with env event
      factory fake filled fire fluent head info kebab_case lang_path laravel_cloud last literal logger logs method_field mix now
      object_get old on_queue once optional policy preg_replace_array public_path redirect report report_if report_unless request rescue
      resolve resource_path response retry route secure_asset secure_url session snake_case starts_with storage_path str
      str_contains_all str_is str_limit str_plural str_random str_singular str_slug studly_case tap throw_if throw_unless title_case
      to_route today trait_uses_recursive trans trans_choice transform uri url validator value view when windows_os with`.split(/\s+/),
    ),
  },
  { packages: ['pestphp/pest'], names: new Set('it test expect beforeEach afterEach beforeAll afterAll describe uses pest dataset todo covers mutates arch'.split(' ')) },
  { packages: ['symfony/var-dumper', 'symfony/debug-bundle', 'laravel/framework'], names: new Set(['dump', 'dd']) },
  { packages: ['symfony/translation', 'symfony/string', 'symfony/framework-bundle'], names: new Set(['t', 'u', 'b', 's']) },
];

/** The package that gives a global name, of those that `has` says are there. */
export function helperOwner(name: string, has: (packageName: string) => boolean): string | undefined {
  for (const { packages, names } of HELPERS) {
    const owner = names.has(name) ? packages.find(has) : undefined;
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** Aliases that stand for no facade. */
const ALIASED: Readonly<Record<string, string>> = namedValues({ Arr: 'Illuminate\\Support\\Arr', Eloquent: 'Illuminate\\Database\\Eloquent\\Model', Js: 'Illuminate\\Support\\Js', Number: 'Illuminate\\Support\\Number', Str: 'Illuminate\\Support\\Str', Uri: 'Illuminate\\Support\\Uri' });

/** The class that Laravel puts behind a global name, as `Route` in a file of routes that imports nothing. */
export function aliasedClass(owner: string, name: string): string {
  const isAlias = (owner === 'laravel/framework' || owner === 'illuminate/support') && /^[A-Z]/.test(name) && !name.includes('\\');
  return isAlias ? (ALIASED[name] ?? `Illuminate\\Support\\Facades\\${name}`) : name;
}
