export * from './organization.error.js';
export * from './organizations.module.js';
export * from './organizations.service.js';
export { OrganizationType, toOrganization } from './organizations.types.js';
