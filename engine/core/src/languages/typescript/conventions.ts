/** Where a framework's build looks for a specifier that no manifest and no compiler path names. */
export type Convention =
  /** Below the package's folder, the first that is there; `isGuess` where a project's own settings may say otherwise. */
  | { readonly paths: readonly string[]; readonly isGuess: boolean }
  /** Made by a package's build. */
  | { readonly package: string };

/** Packages whose projects customarily write `@/` for their `src`. */
const SOURCE_ALIASES = ['vue', '@vue/cli-service', 'vite'];

/**
 * SvelteKit's `$lib` and the modules that it makes (svelte.dev/docs/kit/$lib), Nuxt's (nuxt.com/docs/api/nuxt-config#alias), and `@/` of
 * Vue's project templates.
 * @param isDeclared whether a package is a dependency where the specifier stands
 */
export function conventionOf(specifier: string, isDeclared: (name: string) => boolean): Convention | undefined {
  if (/^\$(?:app|env)\/|^\$service-worker$/.test(specifier) && isDeclared('@sveltejs/kit')) return { package: '@sveltejs/kit' };
  if (/^\$lib(?:\/|$)/.test(specifier) && isDeclared('@sveltejs/kit')) return { paths: [`src/${specifier.slice(1)}`], isGuess: false };
  if (isDeclared('nuxt')) return nuxtConvention(specifier);
  if (specifier.startsWith('@/') && SOURCE_ALIASES.some(isDeclared)) return { paths: [`src/${specifier.slice(2)}`], isGuess: true };
  return undefined;
}

function nuxtConvention(specifier: string): Convention | undefined {
  if (/^#(?:imports|app|components|build)(?:\/|$)/.test(specifier)) return { package: 'nuxt' };
  if (specifier.startsWith('#shared/')) return { paths: [specifier.slice(1)], isGuess: false };
  if (/^[~@]\//.test(specifier)) return { paths: [`app/${specifier.slice(2)}`, `src/${specifier.slice(2)}`, specifier.slice(2)], isGuess: true };
  return /^(?:~~|@@)\//.test(specifier) ? { paths: [specifier.slice(3)], isGuess: true } : undefined;
}
