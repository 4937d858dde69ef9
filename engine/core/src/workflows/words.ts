/** `getUserById` and `get_user_by_id` as `get`, `user`, `by`, `id`. */
export function splitWords(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** `all_users` and `AllUsers` as `allUsers`; what stands in capitals stays. */
export function camelCase(name: string): string {
  return name.replaceAll(/(?<=[A-Za-z0-9])_+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
}
