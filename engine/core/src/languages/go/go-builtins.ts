/** Names of the language that every file sees. */
export const GO_BUILTINS: ReadonlySet<string> = new Set([
  'any', 'append', 'bool', 'byte', 'cap', 'clear', 'close', 'comparable', 'complex', 'complex128', 'complex64', 'copy', 'delete', 'error', 'false', 'float32', 'float64', 'imag', 'int', 'int16', 'int32', 'int64', 'int8', 'iota', 'len', 'make', 'max', 'min', 'new', 'nil', 'panic', 'print',
  'println', 'real', 'recover', 'rune', 'string', 'true', 'uint', 'uint16', 'uint32', 'uint64', 'uint8', 'uintptr',
]);

/** Names by which a package may be called that a file imports without stating one: by custom the last part of its path, or what stands before a module's major version, of which `v1` is none. */
export function customaryNames(importPath: string): ReadonlySet<string> {
  const parts = importPath.split('/').filter((part, index, all) => !(index > 0 && index === all.length - 1 && /^v(?:[2-9]|[1-9]\d+)$/.test(part)));
  const last = (parts[parts.length - 1] ?? '').replace(/\.v\d+$/, '');
  const bare = last.replace(/^go[-.]|[-.]go$/g, '');
  return new Set([last, bare, bare.replaceAll(/[-.]/g, ''), bare.replaceAll('-', '_'), bare.slice(bare.search(/[^-.]*$/))]);
}
