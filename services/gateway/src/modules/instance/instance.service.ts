import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import { CLOCK, type Clock } from '../../runtime/index.js';
import { AccessService, type Caller } from '../access/index.js';
import { InstanceSettingsRepository } from './instance-settings.repository.js';

const GRAPHIQL = 'graphiql.isEnabled';
const FIRST_START = 'firstStart.state';

/** `begun` until the administrator's password was shown; absent in an installation that is new or knows no such state. */
export type FirstStartState = 'begun' | 'done' | undefined;

export interface InstanceDescription {
  readonly version: string;
  readonly profile: string;
  readonly isGraphiqlEnabled: boolean;
  readonly isLocalPathAllowed: boolean;
  readonly isPrivateNetworkAllowed: boolean;
  readonly concurrentScans: number;
}

export const VERSION = Symbol('Version');

@Injectable()
export class InstanceService {
  constructor(
    private readonly access: AccessService,
    private readonly settings: InstanceSettingsRepository,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(VERSION) private readonly version: string,
  ) {}

  async describe(): Promise<InstanceDescription> {
    const { profile, isLocalPathAllowed, isPrivateNetworkAllowed, scans } = this.configuration;
    return { version: this.version, profile, isLocalPathAllowed, isPrivateNetworkAllowed, concurrentScans: scans.atOnce, isGraphiqlEnabled: await this.isGraphiqlEnabled() };
  }

  async isGraphiqlEnabled(): Promise<boolean> {
    return (await this.settings.get(GRAPHIQL)) !== false;
  }

  async firstStart(): Promise<FirstStartState> {
    const state = await this.settings.get(FIRST_START);
    return state === 'begun' || state === 'done' ? state : undefined;
  }

  async setFirstStart(state: 'begun' | 'done'): Promise<void> {
    await this.settings.set(FIRST_START, state, this.clock.now());
  }

  async update(caller: Caller, changes: { readonly isGraphiqlEnabled?: boolean | null }): Promise<InstanceDescription> {
    await this.access.requireInstanceAdministrator(caller);
    if (changes.isGraphiqlEnabled != null) await this.settings.set(GRAPHIQL, changes.isGraphiqlEnabled, this.clock.now());
    return this.describe();
  }
}
