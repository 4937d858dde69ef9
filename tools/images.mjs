// npm run images [-- gateway operator scanner]: builds the images with whichever of docker, podman and buildah is there.
// PINATA_IMAGE_PREFIX (localhost/pinata-code) and PINATA_IMAGE_TAG (the version) name them; PINATA_IMAGE_BUILDER chooses the builder.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './run-nx.mjs';

export const IMAGES = ['gateway', 'operator', 'scanner'];

/** npm keeps more files open at once than the 1024 that a build is given without a word: as many as this machine allows. */
const allowed = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout.trim();
const FILES = /^\d+$/.test(allowed) ? ['--ulimit', `nofile=${allowed}:${allowed}`] : [];

/** Each builder with the command that says whether it works here: a client without its daemon does not. */
const BUILDERS = [
  { name: 'docker', probe: ['info'], build: ['build'] },
  { name: 'podman', probe: ['info'], build: ['build', '--layers', ...FILES] },
  { name: 'buildah', probe: ['info'], build: ['bud', '--layers', ...FILES] },
];

/** @returns {{name: string, build: string[]} | undefined} */
export function findBuilder(wanted = process.env.PINATA_IMAGE_BUILDER) {
  return BUILDERS.filter(({ name }) => wanted === undefined || wanted === name).find(({ name, probe }) => spawnSync(name, probe, { stdio: 'ignore', timeout: 20_000 }).status === 0);
}

/** The names that this run gives the images: `<prefix>/<image>:<tag>`. */
export function imageName(image, tag = process.env.PINATA_IMAGE_TAG ?? JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version) {
  return `${process.env.PINATA_IMAGE_PREFIX ?? 'localhost/pinata-code'}/${image}:${tag}`;
}

/** What the machine says about registries and authorities; the build may use it, and no layer keeps it. */
export function machineSecrets(environment = process.env, home = homedir()) {
  const files = { npmrc: environment.NPM_CONFIG_USERCONFIG ?? path.join(home, '.npmrc'), certificates: environment.NODE_EXTRA_CA_CERTS ?? '' };
  return Object.entries(files)
    .filter(([, file]) => file !== '' && existsSync(file))
    .flatMap(([id, file]) => ['--secret', `id=${id},src=${file}`]);
}

function sizeOf({ name }, image) {
  return spawnSync(name, ['images', '--format', '{{.Size}}', image], { encoding: 'utf8' }).stdout.trim();
}

/** @returns {number} the exit code */
export function buildImages(images = IMAGES) {
  const builder = findBuilder();
  if (builder === undefined) {
    console.error('Images need docker, podman or buildah, and none of them answers.');
    return 1;
  }
  for (const image of images) {
    const started = performance.now();
    const name = imageName(image);
    const parameters = [...builder.build, ...machineSecrets(), '-t', name, '-f', `docker/${image}.Dockerfile`, '.'];
    const { status } = spawnSync(builder.name, parameters, { cwd: root, stdio: 'inherit', env: { ...process.env, DOCKER_BUILDKIT: '1', BUILDAH_ISOLATION: process.env.BUILDAH_ISOLATION ?? 'chroot' } });
    if (status !== 0) return status ?? 1;
    console.log(`${name}: ${sizeOf(builder, name)}, ${Math.round((performance.now() - started) / 1000)} s`);
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((image) => !IMAGES.includes(image));
  if (unknown !== undefined) {
    console.error(`There is no image ${unknown}; there are ${IMAGES.join(', ')}.`);
    process.exit(2);
  }
  process.exit(buildImages(wanted.length === 0 ? IMAGES : wanted));
}
