import type { ExternalPackage } from '../../link/outcome.js';
import type { Entity } from './entity.js';
import { ECMASCRIPT, none } from './entity.js';
import { globalOwner } from './global-names.js';

const COMPONENT = /\.(?:vue|svelte)$/;
const DOCUMENT = /\.(?:graphql|gql|graphqls)$/;
const SVELTE = /\.svelte(?:\.[jt]s)?$/;
const VUE_PACKAGE: ExternalPackage = { manager: 'npm', name: 'vue' };
const SVELTE_PACKAGE: ExternalPackage = { manager: 'npm', name: 'svelte' };

/** What the compiler of Vue knows in a component's script: vuejs.org/api/sfc-script-setup.html. */
const VUE_MACROS = new Set(['defineProps', 'defineEmits', 'defineModel', 'defineExpose', 'defineOptions', 'defineSlots', 'withDefaults']);
/** What every instance has: vuejs.org/api/component-instance.html. */
const VUE_INSTANCE = new Set(['$data', '$props', '$el', '$options', '$parent', '$root', '$slots', '$refs', '$attrs', '$watch', '$emit', '$forceUpdate', '$nextTick', '$set', '$delete', '$on', '$off', '$once', '$listeners', '$children']);
/** svelte.dev/docs/svelte/what-are-runes, and the names of Svelte 4. */
const RUNES = new Set(['$state', '$derived', '$effect', '$props', '$bindable', '$inspect', '$host', '$$props', '$$restProps', '$$slots', '$$Generic']);

/** A file whose default export is its component, whatever its script gives out. */
export function isComponent(path: string): boolean {
  return COMPONENT.test(path);
}

/** A file of GraphQL, whose default export its loader makes of the whole of it. */
export function isDocument(path: string): boolean {
  return DOCUMENT.test(path);
}

/** A name that a component's compiler gives it; undefined for others. */
export function compilerName(path: string, name: string): Entity | undefined {
  if (SVELTE.test(path)) return RUNES.has(name) ? { kind: 'external', package: SVELTE_PACKAGE, path: name } : undefined;
  if (!path.endsWith('.vue')) return undefined;
  if (VUE_MACROS.has(name) || VUE_INSTANCE.has(name)) return { kind: 'external', package: VUE_PACKAGE, path: name };
  // A plugin gives it to every instance when the program runs.
  return name.startsWith('$') ? none('dynamic') : undefined;
}

/** Whether a component's template has a name beside its members: vuejs.org/guide/essentials/template-syntax.html#restricted-globals-access. */
export function isGivenToTemplate(path: string, name: string): boolean {
  return path.endsWith('.vue') && (name.startsWith('$') || globalOwner(name) === ECMASCRIPT);
}

/** The store that `$name` reads in a Svelte component. */
export function storeOf(path: string, name: string): string | undefined {
  return path.endsWith('.svelte') && /^\$[A-Za-z_]/.test(name) ? name.slice(1) : undefined;
}
