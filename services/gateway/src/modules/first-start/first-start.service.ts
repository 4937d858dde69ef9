import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import { platformScope } from '../../database/index.js';
import { AccountsService, type NewAccount } from '../accounts/index.js';
import { OrganizationsService } from '../organizations/index.js';
import { RepositoriesService } from '../repositories/index.js';
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
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /**
   * Does nothing where there are accounts already.
   * @param demoFolder what the demo scans, unless the configuration names another
   * @param options.isScanStarted false leaves the demo without a scan, for a seeded database
   * @returns the administrator's account with its password, to be shown once
   */
  async prepare(demoFolder: string, { isScanStarted = true }: { isScanStarted?: boolean } = {}): Promise<NewAccount | undefined> {
    const created = await this.accounts.createFirstAdministrator();
    if (created === undefined) return undefined;
    await this.organizations.createFor(created.account.id, { name: 'Personal', slug: 'personal', isDemo: false });
    if (this.configuration.isDemoWanted) await this.createDemo(created.account.id, this.configuration.demoSource ?? demoFolder, { isScanStarted });
    return created;
  }

  resetAdministrator(): Promise<NewAccount | undefined> {
    return this.accounts.resetAdministrator();
  }

  private async createDemo(accountId: string, folder: string, { isScanStarted }: { isScanStarted: boolean }): Promise<void> {
    const organization = await this.organizations.createFor(accountId, { name: 'Demo', slug: 'demo', isDemo: true });
    const scope = platformScope(organization.id);
    const repository = await this.repositories.createIn(
      scope,
      {
        name: 'Pinata Code',
        slug: 'pinata-code',
        description: 'The sources of this very program.',
        source: 'localPath',
        location: folder,
        configuration: { exclude: DEMO_EXCLUDES },
      },
      { isDemo: true },
    );
    if (isScanStarted) await this.scans.startIn(scope, repository, { clientKey: 'demo-first-scan' });
  }
}
