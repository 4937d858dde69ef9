import { FILE_ROLES, NODE_KINDS } from '@pinata/graph';
import type { OpenGraph } from './open-graph.js';
import type { TreeEntryView } from './views.js';

interface Directory {
  /** The node that stands for it: its directory, else the package that lies there. */
  node: number;
  files: number;
  lines: number;
  symbols: number;
  readonly directories: Map<string, Directory>;
  readonly fileNodes: number[];
}

function emptyDirectory(): Directory {
  return { node: -1, files: 0, lines: 0, symbols: 0, directories: new Map(), fileNodes: [] };
}

/** Folders and files by path, with what lies inside of them. */
export class FileTree {
  private readonly root = emptyDirectory();
  private readonly symbolsOf: Int32Array;

  constructor(private readonly open: OpenGraph) {
    const { graph } = open;
    const { kinds, lines } = graph.columns.nodes;
    this.symbolsOf = this.countSymbols();
    this.root.node = open.root;
    for (let node = 0; node < graph.nodeCount; node++) {
      const path = graph.path(node);
      if (path === undefined) continue;
      if (kinds[node] === NODE_KINDS.indexOf('file')) this.addFile(node, path, Math.max(0, lines[node] ?? 0));
      else if (kinds[node] === NODE_KINDS.indexOf('directory')) this.directory(path).node = node;
      else if (kinds[node] === NODE_KINDS.indexOf('package')) {
        const directory = this.directory(path);
        if (directory.node < 0) directory.node = node;
      }
    }
  }

  /** Directories, then files, each by name; undefined when there is no such directory. */
  list(path: string): TreeEntryView[] | undefined {
    let directory: Directory | undefined = this.root;
    for (const part of partsOf(path)) directory = directory?.directories.get(part);
    if (directory === undefined) return undefined;
    const prefix = partsOf(path).join('/');
    const place = (name: string): string => (prefix === '' ? name : `${prefix}/${name}`);
    const directories = [...directory.directories].filter(([, inner]) => inner.files > 0).map(([name, inner]) => this.directoryEntry(name, place(name), inner));
    const files = directory.fileNodes.map((node) => this.fileEntry(node));
    return [...directories.sort(byName), ...files.sort(byName)];
  }

  private directoryEntry(name: string, path: string, { node, files, lines, symbols }: Directory): TreeEntryView {
    const { graph } = this.open;
    // A folder that holds nothing but folders may have no node of its own: it can be opened, and nothing can be drawn of it.
    const ids = node < 0 ? { id: `path:${path}`, key: `path:${path}` } : { id: graph.id(node), key: graph.key(node) };
    return { ...ids, name, path, isDirectory: true, files, lines, symbols, language: null, role: null };
  }

  private fileEntry(node: number): TreeEntryView {
    const { graph } = this.open;
    const { path = '', language, role, lines } = graph.node(node);
    return {
      id: graph.id(node), key: graph.key(node), name: path.slice(path.lastIndexOf('/') + 1), path, isDirectory: false, files: 1,
      lines: lines ?? 0, symbols: this.symbolsOf[node] ?? 0, language: language ?? null, role: role ?? FILE_ROLES[0],
    };
  }

  private addFile(node: number, path: string, lines: number): void {
    const parts = partsOf(path);
    let directory = this.root;
    const symbols = this.symbolsOf[node] ?? 0;
    const count = (): void => {
      directory.files += 1;
      directory.lines += lines;
      directory.symbols += symbols;
    };
    count();
    for (const part of parts.slice(0, -1)) {
      directory = inside(directory, part);
      count();
    }
    directory.fileNodes.push(node);
  }

  private directory(path: string): Directory {
    return partsOf(path).reduce(inside, this.root);
  }

  private countSymbols(): Int32Array {
    const counts = new Int32Array(this.open.graph.nodeCount);
    this.open.hierarchy.fileOf.forEach((file, node) => {
      if (file >= 0 && file !== node) counts[file] = (counts[file] ?? 0) + 1;
    });
    return counts;
  }
}

function inside(directory: Directory, name: string): Directory {
  let inner = directory.directories.get(name);
  if (inner === undefined) {
    inner = emptyDirectory();
    directory.directories.set(name, inner);
  }
  return inner;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** By UTF-16 units: the same everywhere, whatever the machine's language. */
function byName(a: TreeEntryView, b: TreeEntryView): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
