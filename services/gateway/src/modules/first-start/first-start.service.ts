import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import { platformScope, type Organization } from '../../database/index.js';
import { AccountsService, type NewAccount } from '../accounts/index.js';
import { InstanceService } from '../instance/index.js';
import { OrganizationsService } from '../organizations/index.js';
import { RepositoriesService, type NewRepository } from '../repositories/index.js';
import { ScansService } from '../scans/index.js';

/** Folders of the demo that are no sources: what was built, installed and stored. */
const DEMO_EXCLUDES = ['**/node_modules/**', '**/dist/**', '.pinata/**', '.nx/**', '**/.angular/**', '**/coverage/**', '**/test-results/**', '**/playwright-report/**'];

/** What a new installation begins with: an administrator, an organization of their own, and a demo that scans itself. */
@Injectable()
export class FirstStartService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationsService,
    private readonly repositories: RepositoriesService,
    private readonly scans: ScansService,
    private readonly instance: InstanceService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /**
   * Does nothing in an installation that began already. One that was killed before `finish` is completed, with another
   * password: nobody saw the first one.
   * @param demoFolder what the demo scans, unless the configuration names another
   * @param options.isScanStarted false leaves the demo without a scan, for a seeded database
   * @returns the administrator's account with its password, to be shown once
   */
  async prepare(demoFolder: string, { isScanStarted = true }: { isScanStarted?: boolean } = {}): Promise<NewAccount | undefined> {
    const isInterrupted = (await this.instance.firstStart()) === 'begun';
    if (!isInterrupted) {
      if (await this.accounts.isAnyone()) return undefined;
      await this.instance.setFirstStart('begun');
    }
    const administrator = (await this.accounts.createFirstAdministrator()) ?? (await this.accounts.resetAdministrator());
    if (administrator === undefined) return undefined;
    const accountId = administrator.account.id;
    await this.organizationOf(accountId, { name: 'Personal', slug: 'personal', isDemo: false });
    if (this.configuration.isDemoWanted) await this.createDemo(accountId, this.configuration.demoSource ?? demoFolder, { isScanStarted });
    return administrator;
  }

  /** To be called when the password of `prepare` was shown. */
  finish(): Promise<void> {
    return this.instance.setFirstStart('done');
  }

  resetAdministrator(): Promise<NewAccount | undefined> {
    return this.accounts.resetAdministrator();
  }

  private async organizationOf(accountId: string, wanted: { readonly name: string; readonly slug: string; readonly isDemo: boolean }): Promise<Organization> {
    const memberships = await this.organizations.memberships({ accountId });
    return memberships.find(({ organization }) => organization.slug === wanted.slug)?.organization ?? this.organizations.createFor(accountId, wanted);
  }

  private async createDemo(accountId: string, folder: string, { isScanStarted }: { isScanStarted: boolean }): Promise<void> {
    const organization = await this.organizationOf(accountId, { name: 'Demo', slug: 'demo', isDemo: true });
    const scope = platformScope(organization.id);
    const wanted: Omit<NewRepository, 'organizationId'> = {
      name: 'Pinata Code',
      slug: 'pinata-code',
      description: 'The sources of this very program.',
      source: 'localPath',
      location: folder,
      configuration: { exclude: DEMO_EXCLUDES },
    };
    const repository = (await this.repositories.findIn(scope, 'pinata-code')) ?? (await this.repositories.createIn(scope, wanted, { isDemo: true }));
    // The key makes it one scan, however often a start is interrupted.
    if (isScanStarted) await this.scans.startIn(scope, repository, { clientKey: 'demo-first-scan' });
  }
}
