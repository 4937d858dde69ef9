import type { ChainLink, FileView } from '../view/file-view.js';

/** How often a chain of calls says that something is done: `every 10 minutes`, `every day at 10:30`; undefined where it has no `every`. */
export function frequencyOf(view: FileView, links: readonly ChainLink[]): string | undefined {
  const first = links.findIndex(({ name, call }) => EVERY.test(name) && call >= 0);
  if (first < 0) return undefined;
  return links
    .slice(first)
    .filter(({ name }) => !BESIDES.test(name))
    .flatMap(({ name, call }) => [name.toLowerCase(), ...(call < 0 ? [] : view.arguments(call).flatMap(({ value }) => view.text(value) ?? []))])
    .join(' ');
}

const EVERY = /^[eE]very$/;
/** Calls that say nothing of the time. */
const BESIDES = /^(?:tag|Tag|Name|SingletonMode|StartImmediately|WaitForSchedule)$/;
