import globals from 'globals';
import type { ExternalPackage } from '../../link/outcome.js';
import { ECMASCRIPT } from './entity.js';
import { NODE_PLATFORM } from './module-resolver.js';

const BROWSER: ExternalPackage = { manager: 'platform', name: 'browser' };

/** Types of the language's own library that are no values, so that lists of global values lack them. */
const LIBRARY_TYPES = [
  'Partial', 'Required', 'Readonly', 'Record', 'Pick', 'Omit', 'Exclude', 'Extract', 'NonNullable', 'Parameters', 'ConstructorParameters', 'ReturnType', 'InstanceType',
  'ThisType', 'ThisParameterType', 'OmitThisParameter', 'Uppercase', 'Lowercase', 'Capitalize', 'Uncapitalize', 'NoInfer', 'Awaited', 'PromiseLike', 'ArrayLike', 'Iterable',
  'Iterator', 'IterableIterator', 'IteratorResult', 'IteratorObject', 'AsyncIterable', 'AsyncIterator', 'AsyncIterableIterator', 'Generator', 'AsyncGenerator', 'ReadonlyArray',
  'ReadonlyMap', 'ReadonlySet', 'TemplateStringsArray', 'PropertyKey', 'PropertyDescriptor', 'TypedPropertyDescriptor', 'ClassDecorator', 'MethodDecorator', 'PropertyDecorator',
  'ParameterDecorator', 'ImportMeta', 'CallableFunction', 'NewableFunction', 'IArguments', 'ErrorOptions', 'BufferSource', 'RequestInit', 'ResponseInit', 'HeadersInit', 'BodyInit',
  'RequestInfo', 'EventListener', 'EventListenerOrEventListenerObject', 'AddEventListenerOptions', 'MessageEventSource', 'FileReaderEventMap', 'WindowEventMap', 'HTMLElementTagNameMap',
];

const TEST_PACKAGES: readonly (readonly [keyof typeof globals, string])[] = [
  ['jest', 'jest'],
  ['vitest', 'vitest'],
  ['mocha', 'mocha'],
  ['jasmine', 'jasmine'],
];

let byName: ReadonlyMap<string, ExternalPackage> | undefined;

function readNames(): ReadonlyMap<string, ExternalPackage> {
  const names = new Map<string, ExternalPackage>();
  const add = (list: Iterable<string>, owner: ExternalPackage): void => {
    for (const name of list) if (!names.has(name)) names.set(name, owner);
  };
  add(Object.keys(globals.builtin), ECMASCRIPT);
  add(LIBRARY_TYPES, ECMASCRIPT);
  add(['arguments', 'eval'], ECMASCRIPT);
  add(['NodeJS', 'NodeRequire', 'NodeModule'], NODE_PLATFORM);
  add(Object.keys(globals.browser), BROWSER);
  add(Object.keys(globals.node), NODE_PLATFORM);
  add(Object.keys(globals.worker), BROWSER);
  for (const [list, name] of TEST_PACKAGES) add(Object.keys(globals[list]), { manager: 'npm', name });
  add(['JSX', 'React'], { manager: 'npm', name: 'react' });
  add(['chrome'], { manager: 'npm', name: 'chrome' });
  return names;
}

/** The platform or package that declares a global name, or undefined. */
export function globalOwner(name: string): ExternalPackage | undefined {
  byName ??= readNames();
  return byName.get(name);
}
