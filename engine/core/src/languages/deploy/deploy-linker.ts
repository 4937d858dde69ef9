import path from 'node:path';
import { EXPRESSION, REFERENCE, SYMBOL } from '../../facts/schema.js';
import type { OpenProject } from '../../link/language-linker.js';
import type { Outcome, Target } from '../../link/outcome.js';
import { exact, external, inferred, unresolved } from '../../link/outcome.js';
import { folderOf } from '../../link/packages.js';
import { PlainLinker, plainProject } from '../../link/plain-project.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { PackageScripts } from './package-scripts.js';

/** How sure it is that a path of a command is one of the file's folder, or of the repository's root: where it runs is not known. */
const RELATIVE = 90;
/** How sure it is that a script is the one of the package.json that lies nearest. */
const SCRIPT = 80;
/** How sure it is that an output comes from the source of its name. */
const BUILT = 60;
/** A file without its ending, and a function. */
const HANDLER = /^(.+)\.(\w+)$/;
const HANDLER_ENDINGS: readonly string[] = ['.ts', '.js', '.mjs', '.cjs', '.mts', '.py', '/index.ts', '/index.js'];
const OUTPUT = /^(?:(.*)\/)?(?:dist|build|out|lib)\/(.*)\.[cm]?js$/;

/** Links what deploy files name to files of the repository. */
class DeployLinker extends PlainLinker {
  constructor(
    private readonly program: LinkProgram,
    private readonly scripts: PackageScripts,
  ) {
    super();
  }

  override link(file: LinkFile, reference: number): Outcome {
    const { expressions, references } = file.facts;
    const literal = references.get(reference, REFERENCE.subject);
    const text = file.facts.text(expressions.get(literal, EXPRESSION.name));
    switch (file.facts.text(expressions.get(literal, EXPRESSION.extra))) {
      case 'file':
      case 'start':
        return this.fileOutcome(file, text);
      case 'module':
        return this.moduleOutcome(file, text);
      case 'celery':
        return this.celeryOutcome(file, text);
      case 'handler':
        return this.handlerOutcome(file, text);
      case 'script':
        return this.scriptOutcome(file, text);
      case 'build':
        return this.buildOutcome(file, text);
      case 'action':
        return external({ manager: 'github', name: text.replace(/@.*$/, '') }, '', 'deploy.action');
      case 'image':
        return this.unit(file, text) ?? external({ manager: 'docker', name: text.replace(/@sha256:.*$|:[^/:]*$/, '') }, '', 'deploy.image');
      default:
        return this.unit(file, text) ?? unresolved('nameNotFound');
    }
  }

  private unit(file: LinkFile, name: string): Outcome | undefined {
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) if (file.facts.text(symbols.get(row, SYMBOL.name)) === name) return exact({ kind: 'symbol', symbol: this.program.canonical(file.firstSymbol + row) }, 'deploy.unit');
    return undefined;
  }

  private fileOutcome(file: LinkFile, text: string): Outcome {
    const { folders, name } = placesOf(file, text);
    const places = folders.map((folder) => path.posix.join(folder, name));
    const found = places.find((place) => this.program.listed.has(place));
    if (found !== undefined) return inferred([this.targetOf(found)], RELATIVE, 'deploy.file');
    const built = places.flatMap((place) => sourcesOf(place)).find((place) => this.program.listed.has(place));
    return built === undefined ? unresolved('moduleNotFound') : inferred([this.targetOf(built)], BUILT, 'deploy.file.built');
  }

  /** A module, or the `__main__` of a package; one whose first name is no folder or file here is installed from elsewhere. */
  private moduleOutcome(file: LinkFile, text: string): Outcome {
    const { folders, name } = placesOf(file, text);
    const inside = name.replaceAll('.', '/');
    const places = folders.flatMap((folder) => ['', 'src'].flatMap((source) => [`${inside}.py`, `${inside}/__main__.py`, `${inside}/__init__.py`].map((end) => path.posix.join(folder, source, end))));
    const found = places.find((place) => this.program.listed.has(place));
    if (found !== undefined) return inferred([this.targetOf(found)], RELATIVE, 'deploy.module');
    return external({ manager: 'pypi', name: name.replace(/\..*$/s, '') }, '', 'deploy.module');
  }

  private celeryOutcome(file: LinkFile, text: string): Outcome {
    const within = this.moduleOutcome(file, `${text}.celery`);
    return within.kind === 'resolved' ? within : this.moduleOutcome(file, text);
  }

  /** `src/users.create`: a function that a file declares, or the file that gives it out. */
  private handlerOutcome(file: LinkFile, text: string): Outcome {
    const { folders, name } = placesOf(file, text);
    const [, module = '', member = ''] = HANDLER.exec(name) ?? [];
    const inside = module.replace(/^\.\//, '');
    const places = folders.flatMap((folder) => HANDLER_ENDINGS.map((ending) => path.posix.join(folder, `${ending === '.py' ? inside.replaceAll('.', '/') : inside}${ending}`)));
    const found = module === '' ? undefined : places.find((place) => this.program.listed.has(place));
    if (found === undefined) return unresolved('moduleNotFound');
    const target = this.program.fileByPath.get(found);
    if (target !== undefined) this.program.noteContent(target);
    const symbol = target === undefined ? -1 : topLevelNamed(target, member);
    return target === undefined || symbol < 0 ? inferred([this.targetOf(found)], RELATIVE, 'deploy.handler') : inferred([{ kind: 'symbol', symbol: this.program.canonical(target.firstSymbol + symbol) }], RELATIVE, 'deploy.handler');
  }

  /** The files that a script of a package.json names, also through scripts that it runs. */
  private scriptOutcome(file: LinkFile, text: string): Outcome {
    const { folders, name } = placesOf(file, text);
    const folder = folders.find((one) => this.scripts.commandOf(one, name) !== undefined);
    if (folder === undefined) return unresolved('nameNotFound');
    const found = [...new Set(this.scripts.filesOf(folder, name).flatMap((place) => [place, ...sourcesOf(place)].find((one) => this.program.listed.has(one)) ?? []))];
    return found.length === 0 ? unresolved('dynamic') : inferred(found.map((place) => this.targetOf(place)), SCRIPT, 'deploy.script');
  }

  private buildOutcome(file: LinkFile, text: string): Outcome {
    const colon = text.indexOf(':');
    const folder = path.posix.join(folderOf(file.path), text.slice(0, colon));
    const found = path.posix.join(folder, text.slice(colon + 1));
    return this.program.listed.has(found) ? exact(this.targetOf(found), 'deploy.build') : unresolved(folder.startsWith('..') ? 'outsideTree' : 'moduleNotFound');
  }

  private targetOf(place: string): Target {
    const target = this.program.fileByPath.get(place);
    return target === undefined ? { kind: 'path', path: place } : { kind: 'file', file: target.index };
  }
}

/** Row of what a file declares outside of everything else under a name, `exports.create` included; or -1. */
function topLevelNamed({ facts }: LinkFile, name: string): number {
  const { symbols } = facts;
  for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.parent) < 0 && facts.text(symbols.get(row, SYMBOL.name)) === name) return row;
  return -1;
}

/** Sources that an output of a build may come from. */
function sourcesOf(place: string): readonly string[] {
  const [, folder = '', name] = OUTPUT.exec(place) ?? [];
  return name === undefined ? [] : ['src/', ''].flatMap((source) => ['.ts', '.mts', '.js', '.mjs'].map((ending) => path.posix.join(folder, `${source}${name.replace(/^src\//, '')}${ending}`)));
}

/** Folders in which a text is looked for: the one that it names, also beside the file; else the file's own and the root. */
function placesOf(file: LinkFile, text: string): { readonly folders: readonly string[]; readonly name: string } {
  const colon = text.indexOf(':');
  const own = folderOf(file.path);
  return { folders: colon < 0 ? [own, ''] : [text.slice(0, colon), path.posix.join(own, text.slice(0, colon))], name: text.slice(colon + 1) };
}

/** Files that say what is deployed: they are no packages, and their symbols are named by their paths. */
export function deployProject(manager: string): OpenProject {
  return (source) => {
    const scripts = PackageScripts.of(source);
    return { ...plainProject(manager, (program) => new DeployLinker(program, scripts))(source), settings: () => scripts.text };
  };
}
