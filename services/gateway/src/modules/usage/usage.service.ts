import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../runtime/index.js';
import { AccessService, REQUIRES, type Caller } from '../access/index.js';
import { entitlements } from '../scans/index.js';
import { UsageError } from './usage.error.js';
import { UsageRepository } from './usage.repository.js';
import type { UsageType } from './usage.types.js';

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

@Injectable()
export class UsageService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: UsageRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param month such as `2026-03`; undefined is the present one, in UTC */
  async month(caller: Caller, organizationId: string, month: string | undefined): Promise<UsageType> {
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.reading);
    const wanted = month ?? this.clock.now().toISOString().slice(0, 7);
    const [, year, number] = MONTH.exec(wanted) ?? [];
    if (year === undefined || number === undefined) throw new UsageError('monthInvalid', 'A month is written as 2026-03.', { field: 'month' });
    const from = new Date(Date.UTC(Number(year), Number(number) - 1, 1));
    const to = new Date(Date.UTC(Number(year), Number(number), 1));
    const { repositories, members, storedBytes, days } = await this.repository.month(scope, from, to);
    const allowed = entitlements(scope);
    return { month: wanted, repositories, members, storedBytes, days, scans: days.reduce((sum, day) => sum + day.scans, 0), scanLimit: allowed.scansPerMonth, repositoryLimit: allowed.repositories };
  }
}
