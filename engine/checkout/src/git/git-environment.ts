import { mkdtempSync, writeFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Settings that hold for every call of git. They stand in the environment, where they win over a repository's own
 * configuration, and in a file that takes the place of the user's, which also reaches the programs that git starts.
 */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['protocol.allow', 'never'],
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.symlinks', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['core.autocrlf', 'false'],
  ['core.protectNTFS', 'true'],
  ['core.protectHFS', 'true'],
  ['core.pager', 'cat'],
  ['core.alternateRefsCommand', 'true'],
  ['credential.helper', ''],
  ['http.followRedirects', 'false'],
  ['http.lowSpeedLimit', '100'],
  ['http.lowSpeedTime', '60'],
  ['transfer.fsckObjects', 'true'],
  ['transfer.advertiseSID', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['advice.detachedHead', 'false'],
  ['init.defaultBranch', 'main'],
  // Folders of other people are read too, which is safe because nothing that their configuration could start is left on.
  ['safe.directory', '*'],
];

/** Faults that old, honest repositories have and that harm nobody: they are no reason to refuse a repository. */
const HARMLESS_FAULTS = ['zeroPaddedFilemode', 'badTimezone', 'badDate', 'missingSpaceBeforeDate', 'missingSpaceBeforeEmail', 'missingNameBeforeEmail', 'badDateOverflow', 'zeroPaddedDate', 'missingEmail', 'missingTaggerEntry', 'badTagName', 'badFilemode', 'missingAuthor', 'multipleAuthors', 'badEmail', 'nullSha1', 'gitmodulesParse', 'gitmodulesUrl', 'gitmodulesName', 'gitmodulesPath', 'gitmodulesUpdate', 'gitmodulesSymlink', 'gitmodulesBlob', 'gitmodulesLarge', 'gitmodulesMissing'];

export interface GitSettings {
  /** Protocols that git may speak in this call. */
  readonly protocols?: readonly ('https' | 'http' | 'ssh' | 'git' | 'file')[];
  /** More settings; those that are secret belong into `secretSettings`. */
  readonly settings?: readonly (readonly [name: string, value: string])[];
  /** Settings that must not lie in a file. */
  readonly secretSettings?: readonly (readonly [name: string, value: string])[];
  readonly sshCommand?: string;
  /** PEM; absent means git's own list. */
  readonly authoritiesFile?: string;
}

/**
 * A folder of its own for what git needs beside a repository: an empty home, its settings, a key. It is removed at the end.
 * Folder and settings are small and written at once: git starts before anything else gets its turn, such as loading the engine.
 */
export class GitScratch {
  private constructor(readonly folder: string) {}

  static create(): GitScratch {
    return new GitScratch(mkdtempSync(path.join(tmpdir(), 'pinata-git-')));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes a file that only we may read. */
  async writeSecret(name: string, content: string): Promise<string> {
    const place = path.join(this.folder, name);
    await writeFile(place, content, { mode: 0o600 });
    await chmod(place, 0o600);
    return place;
  }

  /** The whole environment of a call of git; nothing of ours but the search path leaks into it. */
  environment(settings: GitSettings = {}): NodeJS.ProcessEnv {
    const all = [
      ...SETTINGS,
      ...HARMLESS_FAULTS.map((fault) => [`fetch.fsck.${fault}`, 'ignore'] as const),
      ...(settings.protocols ?? []).map((protocol) => [`protocol.${protocol}.allow`, 'always'] as const),
      ...(settings.settings ?? []),
    ];
    const configuration = path.join(this.folder, 'settings');
    writeFileSync(configuration, all.map(formatSetting).join(''), { mode: 0o600 });
    const overriding = [...all, ...(settings.secretSettings ?? [])];
    return {
      ...inherited(),
      HOME: this.folder,
      USERPROFILE: this.folder,
      XDG_CONFIG_HOME: this.folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: configuration,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '',
      SSH_ASKPASS: '',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_PROTOCOL_FROM_USER: '0',
      GIT_LFS_SKIP_SMUDGE: '1',
      GIT_ALLOW_PROTOCOL: (settings.protocols ?? []).join(':') || 'none',
      LC_ALL: 'C',
      LANGUAGE: 'C',
      ...(settings.sshCommand === undefined ? {} : { GIT_SSH_COMMAND: settings.sshCommand, GIT_SSH_VARIANT: 'ssh' }),
      ...(settings.authoritiesFile === undefined ? {} : { GIT_SSL_CAINFO: settings.authoritiesFile }),
      GIT_CONFIG_COUNT: String(overriding.length),
      ...Object.fromEntries(overriding.flatMap(([name, value], i) => [[`GIT_CONFIG_KEY_${i}`, name], [`GIT_CONFIG_VALUE_${i}`, value]])),
    };
  }
}

/** What a program needs to start at all. */
function inherited(): NodeJS.ProcessEnv {
  const names = ['PATH', 'Path', 'SystemRoot', 'SYSTEMROOT', 'ComSpec', 'PATHEXT', 'TMPDIR', 'TEMP', 'TMP', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** One setting in the syntax of git-config(1): `[section "sub"] name = "value"`. */
function formatSetting([name, value]: readonly [string, string]): string {
  const first = name.indexOf('.');
  const last = name.lastIndexOf('.');
  const subsection = first === last ? '' : ` "${escape(name.slice(first + 1, last))}"`;
  return `[${name.slice(0, first)}${subsection}]\n\t${name.slice(last + 1)} = "${escape(value)}"\n`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
