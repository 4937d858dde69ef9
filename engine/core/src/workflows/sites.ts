import type { SourceRange } from '@pinata/graph';
import type { Definition, RootType } from '../languages/graphql/document.js';

/** How a trigger is reached. */
export const PROTOCOLS = ['http', 'graphql', 'grpc', 'message', 'event', 'schedule', 'command', 'page', 'process', 'proxy'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Stands before the path of a file that is meant as a whole. */
export const WHOLE_FILE = 'file ';

/** A file as a whole, as a handler or as what routes are added to. @param path from the repository's root */
export function fileKey(path: string): string {
  return `${WHOLE_FILE}${path}`;
}

/** Stands before the path of a folder that plugins are loaded from: one that nothing loads leads nowhere. */
const FOLDER = 'folder ';

export function folderKey(path: string): string {
  return `${FOLDER}${path}`;
}

export function isFolderKey(key: string | undefined): boolean {
  return key?.startsWith(FOLDER) === true;
}

/** Where work begins, a reverse proxy included: a route, a consumer, a schedule. Everything is in stable terms, so that a file's sites outlive a scan. */
export interface TriggerSite {
  readonly kind: 'trigger';
  readonly framework: string;
  readonly rule: string;
  readonly protocol: Protocol;
  /** `GET`, `*` for any; empty where the protocol has none. */
  readonly method: string;
  /** Path, subject, cron expression or command, as written; prefixes of the file's own classes are in it. */
  readonly address: string;
  /** Tells it apart from others of the same address in the same file, such as the name of a job. */
  readonly qualifier?: string;
  /** Key of the symbol that handles it, `file ` and a path for a file as a whole; for code written in place, of the symbol around it, or undefined for the file. */
  readonly handler: string | undefined;
  /** Where code written in place stands: only what is called in it belongs to the trigger. */
  readonly inline: SourceRange | undefined;
  /** Key of what the route was added to, such as a router: prefixes of other files are found by it. */
  readonly receiver: string | undefined;
  readonly range: SourceRange;
  readonly confidence: number;
  /** Its path's parts, those of the routers around it included, are one name with dots under this path. */
  readonly dottedUnder?: string;
  /** Part of its path where the program has versions there. */
  readonly version?: string;
  /** What the framework itself does where no code of the repository does it: with the table of a model, by its key. */
  readonly does?: TableUse;
  /** Records that the framework hands the handler, where the path tells them. */
  readonly fetches?: readonly FetchedRecord[];
  /** The command, or the job by its message, that it runs: where the repository has it, that one's handler is the trigger's. */
  readonly runs?: string;
  /** Keys of declarations whose own triggers it takes the place of, such as an interface's methods. */
  readonly standsFor?: readonly string[];
  /** Left out where another trigger of its protocol has the same handler. */
  readonly isFallback?: boolean;
}

/** What a framework does with the table of a model, by the model's key. */
export interface TableUse {
  readonly access: 'reads' | 'writes';
  readonly model: string;
}

/** A record of a class, by its key, which is a model or none. */
export interface FetchedRecord {
  readonly model: string;
  /** Names of the path's parameter that tells it, one of them; any does where there are none. */
  readonly names: readonly string[];
}

/** A router that is put under a prefix, maybe in another file. */
export interface MountSite {
  readonly kind: 'mount';
  /** What it is mounted in; undefined is the root. */
  readonly parent: string | undefined;
  readonly child: string;
  readonly prefix: string;
  /** The prefix counts only where the parent itself is mounted. */
  readonly isWithinParent?: true;
}

/** A function that the framework calls before or after another one. */
export interface HookSite {
  readonly kind: 'hook';
  readonly framework: string;
  readonly rule: string;
  /** Keys of what it is called for, and of the function. */
  readonly source: string;
  readonly target: string;
  readonly range: SourceRange;
  readonly confidence: number;
  /** Sum of `EDGE_MARKS` of the place; absent is 0. */
  readonly marks?: number;
}

/** What a program puts before all routes of a framework that lie in its folder, in whichever file they are. */
export interface ApplicationSite {
  readonly kind: 'application';
  readonly framework: string;
  /** Folder of the file that says it, with a slash at its end; empty for the root. */
  readonly folder: string;
  readonly prefix: string;
  /** Routes have their version as a part of their path, this one where they state none. */
  readonly versions?: { readonly otherwise: string | undefined };
  /** Paths that stay as they are; one that ends in `*` with all below it. */
  readonly except: readonly string[];
  /** Of several of the same folder the one with the greatest holds; absent is 0. */
  readonly rank?: number;
}

export const EFFECT_KINDS = ['requests', 'publishes', 'reads', 'writes'] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

/** What code does outside itself. */
export interface EffectSite {
  readonly kind: 'effect';
  readonly framework: string;
  readonly rule: string;
  readonly effect: EffectKind;
  /** `endpoint`: a method and an address; `channel`: a subject; `service`: the file system, a cache. */
  readonly target: 'endpoint' | 'channel' | 'service';
  readonly protocol: string;
  readonly method: string;
  readonly address: string;
  /** Key of the symbol, undefined for the file. */
  readonly source: string | undefined;
  readonly range: SourceRange;
  readonly marks: number;
  readonly confidence: number;
}

/** A registration: whoever asks for the service gets the implementation. */
export interface BindSite {
  readonly kind: 'bind';
  readonly framework: string;
  readonly rule: string;
  readonly service: string;
  readonly implementation: string;
  readonly range: SourceRange;
  readonly confidence: number;
}

/** A document of GraphQL: what it asks for is known when the fragments of all files are. */
export interface DocumentSite {
  readonly kind: 'document';
  readonly framework: string;
  readonly rule: string;
  /** Keys of what holds it, by which other code uses it: a constant, a class, a file; none where it is used where it stands. */
  readonly holders: readonly string[];
  readonly definitions: readonly Definition[];
  /** Key of the symbol around it, or that holds it; undefined for the file. */
  readonly source: string | undefined;
  readonly range: SourceRange;
  readonly marks: number;
  readonly confidence: number;
}

/** Code that has a document of GraphQL run: one that a key names, or the operation that generated code is named after. */
export interface DocumentUse {
  readonly kind: 'documentUse';
  readonly framework: string;
  readonly rule: string;
  readonly holder: string | undefined;
  /** The operation's name as generated code spells it; with `root` where that says the kind. */
  readonly operation: string | undefined;
  readonly root: RootType | undefined;
  readonly source: string | undefined;
  readonly range: SourceRange;
  readonly marks: number;
  readonly confidence: number;
}

/** What a field of a schema's type gives: by it nested fields of documents are found. */
export interface FieldTypeSite {
  readonly kind: 'fieldType';
  readonly type: string;
  readonly field: string;
  readonly gives: string;
}

/** An operation that a description of an API names, and where it is reached. */
export interface OperationSite {
  readonly kind: 'operation';
  readonly operation: string;
  readonly method: string;
  /** Without what stands before all paths of the server. */
  readonly address: string;
}

/** A method that code generated from a description of an API calls for an operation, where that code is not in the repository. */
export interface OperationHandlerSite {
  readonly kind: 'operationHandler';
  readonly framework: string;
  readonly rule: string;
  readonly operation: string;
  /** The framework that serves it, whose settings may put something before all paths. */
  readonly server: string;
  /** What the code around it puts before the path. */
  readonly prefix: string;
  readonly handler: string;
  readonly range: SourceRange;
  readonly confidence: number;
}

export type Site = OperationSite | OperationHandlerSite | TriggerSite | MountSite | ApplicationSite | HookSite | EffectSite | BindSite | DocumentSite | DocumentUse | FieldTypeSite;
