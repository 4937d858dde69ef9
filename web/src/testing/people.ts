import type { InstanceQuery, ViewerQuery } from '../app/session/session.generated.js';

/** Ada is an administrator of `team` and a viewer of `other`. */
export const VIEWER: ViewerQuery = {
  viewer: {
    id: 'u1',
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    isInstanceAdministrator: true,
    mustChangePassword: false,
    memberships: [
      { role: 'ADMIN', organization: { id: 'o1', slug: 'team', name: 'Team', isDemo: false } },
      { role: 'VIEWER', organization: { id: 'o2', slug: 'other', name: 'Other', isDemo: false } },
    ],
    landingOrganization: { id: 'o1', slug: 'team' },
  },
};

export const INSTANCE: InstanceQuery = {
  instance: {
    version: '1.2.3',
    profile: 'embedded',
    isGraphiqlEnabled: true,
    isLocalPathAllowed: true,
    isPrivateNetworkAllowed: false,
    concurrentScans: 2,
    languages: [
      { id: 'typescript', name: 'TypeScript', extensions: ['.ts', '.tsx'] },
      { id: 'csharp', name: 'C#', extensions: ['.cs'] },
    ],
  },
};
