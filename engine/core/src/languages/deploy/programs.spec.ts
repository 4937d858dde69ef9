import { describe, expect, it } from '@jest/globals';
import { startedByPrograms } from './programs.js';

function started(...pieces: readonly string[]): string[] {
  let start = 0;
  const placed = pieces.map((text) => ({ text, start: (start += 100) }));
  return startedByPrograms(placed).map(({ naming, name, folder, start: from, end }) => {
    const piece = placed.findLast((one) => one.start <= from);
    const written = piece?.text.slice(from - piece.start, end - piece.start) ?? '';
    expect(`${name} `).toContain(written.replace(/^\.\//, '').replace(/:.*/, ''));
    return `${naming} ${folder === '' ? '' : `${folder}:`}${name}`;
  });
}

describe('startedByPrograms', () => {
  it.each<[string, readonly string[], string[]]>([
    ['a module', ['python -u -m shop.report --all'], ['module shop.report']],
    ['a module, word by word', ['/usr/bin/python3.12', '-m', 'shop.report'], ['module shop.report']],
    ['an application of a server', ['gunicorn --workers 4 shop.wsgi:application'], ['module shop.wsgi']],
    ['a server that is a module itself', ['python -m uvicorn shop.main:app'], ['module shop.main']],
    ['scripts', ['npm ci && npm run build -- --fast; yarn worker | tee log'], ['script build', 'script worker']],
    ['a script in a folder', ['npm --prefix ./web start'], ['script web:start']],
    ['a file without an ending', ['node --require ./tracing --enable-source-maps ./dist/main 8080'], ['start dist/main.js']],
    ['a command over several lines', ['exec python \\\n  -m shop.report'], ['module shop.report']],
  ])('finds %s', (_, pieces, expected) => expect(started(...pieces)).toEqual(expected));

  it.each(['python manage.py migrate', 'python script.py -m x', 'npm install', 'pnpm --filter web start', 'npm run -w web start', 'npm start --workspace=web', 'node server.js', 'node --version', 'echo done', ''])('finds nothing in %p', (command) => {
    expect(started(command)).toEqual([]);
  });

  it('takes time in proportion to what it reads', () => {
    const begun = performance.now();
    expect(started('python '.repeat(100_000))).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
