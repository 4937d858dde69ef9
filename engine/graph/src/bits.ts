/** How many bits of a number are set. */
export function bitsOf(flags: number): number {
  let count = 0;
  for (let left = flags; left !== 0; left &= left - 1) count++;
  return count;
}
