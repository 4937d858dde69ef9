export * from './embedded-oidc-provider.js';
export * from './oidc-records.js';
export * from './pages.js';
export * from './routes.js';
export * from './signing-keys.js';
