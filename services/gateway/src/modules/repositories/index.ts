export * from './credentials.service.js';
export * from './repositories.module.js';
export { RepositoriesRepository } from './repositories.repository.js';
export * from './repositories.service.js';
export { RepositoryType, toRepository } from './repositories.types.js';
export * from './repository.error.js';
export * from './scan-configuration.js';
export * from './scan-configuration.types.js';
export * from './sources.service.js';
