const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/**
 * Sums the closing lines of Jest, node:test and Playwright in what a step printed.
 * @param {string} output
 * @returns {{passed: number, failed: number}}
 */
export function countTests(output) {
  const counts = { passed: 0, failed: 0 };
  const add = (line, pattern, key) => {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) counts[key] += Number(found);
  };
  for (const raw of output.split('\n')) {
    const line = raw.replace(COLOURS, '').trim();
    if (line.startsWith('Tests:')) {
      add(line, /(\d+) passed/, 'passed');
      add(line, /(\d+) failed/, 'failed');
    }
    add(line, /^(?:#|ℹ) pass (\d+)$/, 'passed');
    add(line, /^(?:#|ℹ) fail (\d+)$/, 'failed');
    add(line, /^(\d+) passed \([\d.]+m?s?\)$/, 'passed');
    add(line, /^(\d+) failed$/, 'failed');
  }
  return counts;
}
