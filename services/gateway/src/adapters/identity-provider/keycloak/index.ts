export * from './keycloak-provider.js';
export * from './keycloak-proxy.js';
