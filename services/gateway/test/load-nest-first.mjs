// CommonJS packages of Nest's family `require` these two, which are ES modules: unless they are loaded first,
// Jest ends with "Cannot require() ES Module in a cycle".
import 'reflect-metadata';

await import('@nestjs/common');
await import('@nestjs/core');
