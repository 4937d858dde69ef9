import type { ExternalPackage } from '../../link/outcome.js';
import type { PackageManifest } from '../../link/packages.js';
import { namedValues } from '../../named-values.js';
import type { ComposerPackage } from './composer.js';
import { helperOwner } from './helper-functions.js';

/** Namespaces of packages whose names do not tell them, for repositories without a lockfile. */
const KNOWN: readonly (readonly [string, readonly string[]])[] = [
  ['Illuminate', ['laravel/framework', 'laravel/lumen-framework']],
  ['PHPUnit', ['phpunit/phpunit', 'symfony/phpunit-bridge', 'pestphp/pest']],
  ['Psr\\Log', ['psr/log']],
  ['Psr\\Http\\Message', ['psr/http-message']],
  ['Safe', ['thecodingmachine/safe']],
  ['Carbon', ['nesbot/carbon']],
  ['Faker', ['fakerphp/faker', 'fzaninotto/faker']],
  ['Mockery', ['mockery/mockery']],
  ['Ramsey\\Uuid', ['ramsey/uuid']],
  ['Twig', ['twig/twig']],
  ['Pest', ['pestphp/pest']],
  ['Livewire', ['livewire/livewire']],
  ['Inertia', ['inertiajs/inertia-laravel']],
  ['Stripe', ['stripe/stripe-php']],
  ['Aws', ['aws/aws-sdk-php']],
  ['Maatwebsite\\Excel', ['maatwebsite/excel']],
  ['Doctrine\\ORM', ['doctrine/orm']],
  ['Doctrine\\DBAL', ['doctrine/dbal']],
  ['Symfony\\Bundle\\FrameworkBundle', ['symfony/framework-bundle']],
];

/** Classes of a namespace that two packages share. */
const CLASSES: Readonly<Record<string, readonly string[]>> = namedValues({ 'Illuminate\\Foundation\\Auth\\User': ['laravel/framework'] });

function hasPackage({ manifest, locked }: ComposerPackage, name: string): boolean {
  return manifest.dependencies.has(name) || locked.some((entry) => entry.name === name);
}

const words = (text: string): string => text.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase();

/** Which package a namespace outside the repository belongs to. */
export class VendorNamespaces {
  /** Prefix to package, for each composer.json. */
  private readonly locked = new Map<ComposerPackage, ReadonlyMap<string, string>>();
  private readonly descriptions = new Map<PackageManifest | undefined, string>();

  constructor(private readonly packages: readonly ComposerPackage[]) {
    for (const composer of packages) {
      const prefixes = new Map<string, string>();
      for (const { name, prefixes: own } of composer.locked) for (const prefix of own) if (!prefixes.has(prefix)) prefixes.set(prefix, name);
      this.locked.set(composer, prefixes);
    }
  }

  /** All that answers for a package follow from, as text. */
  describe(manifest: PackageManifest | undefined): string {
    let text = this.descriptions.get(manifest);
    if (text === undefined) {
      text = JSON.stringify(this.asked(manifest).map((composer) => [composer.manifest.path, [...composer.manifest.dependencies.keys()], composer.locked.map(({ name, prefixes }) => [name, prefixes])]));
      this.descriptions.set(manifest, text);
    }
    return text;
  }

  /** The package's own composer.json; every one of the repository, where it has none. */
  private asked(manifest: PackageManifest | undefined): readonly ComposerPackage[] {
    const own = this.packages.filter((composer) => composer.manifest === manifest);
    return own.length > 0 ? own : this.packages;
  }

  /** @param name a full name without a backslash in front */
  of(name: string, manifest: PackageManifest | undefined): ExternalPackage | undefined {
    for (const composer of this.asked(manifest)) {
      const found = CLASSES[name]?.find((owner) => hasPackage(composer, owner)) ?? this.lockedOwner(name, composer) ?? knownOwner(name, composer.manifest) ?? (name.includes('\\') ? declaredOwner(name, composer.manifest) : globalOwner(name, composer));
      if (found !== undefined) return { manager: 'composer', name: found };
    }
    return undefined;
  }

  private lockedOwner(name: string, composer: ComposerPackage): string | undefined {
    const prefixes = this.locked.get(composer);
    for (let prefix = name; prefix !== ''; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('\\')))) {
      const owner = prefixes?.get(prefix);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }
}

function knownOwner(name: string, { dependencies }: PackageManifest): string | undefined {
  for (const [prefix, owners] of KNOWN) if (name === prefix || name.startsWith(`${prefix}\\`)) return owners.find((owner) => dependencies.has(owner));
  return undefined;
}

/** The declared package whose vendor and name a namespace spells: `Spatie\Permission` is of `spatie/laravel-permission`. */
function declaredOwner(name: string, { dependencies }: PackageManifest): string | undefined {
  const [vendor = '', ...rest] = name.split('\\').map(words);
  const candidates = [...dependencies.keys()].filter((dependency) => dependency.replace('/', '-').startsWith(`${vendor}-`) || dependency.split('/')[0]?.replaceAll('-', '') === vendor.replaceAll('-', ''));
  const spelled = (dependency: string): number => rest.slice(0, 3).filter((part) => dependency.includes(part)).length;
  return candidates.sort((a, b) => spelled(b) - spelled(a) || (a < b ? -1 : 1))[0];
}

/** The package that gives a function or class without a namespace. */
function globalOwner(name: string, composer: ComposerPackage): string | undefined {
  return helperOwner(name, (candidate) => hasPackage(composer, candidate));
}
