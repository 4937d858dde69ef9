import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../ports/index.js';

/** Leases by name. Their times are the database's, so that no replica's clock matters. */
@Injectable()
export class LeaseRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Takes a lease that is free, has run out or is the holder's already. @returns false while another one holds it */
  take(name: string, holder: string, seconds: number): Promise<boolean> {
    return this.database.system(async (entities) => {
      const taken: unknown[] = await entities.execute(
        `insert into lease (name, holder, expires_at) values (?, ?, now() + make_interval(secs => ?))
         on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
         where lease.holder = excluded.holder or lease.expires_at < now() returning holder`,
        [name, holder, seconds],
      );
      return taken.length > 0;
    });
  }

  /** Gives it back, so that another one need not wait. One that is somebody else's stays. */
  async release(name: string, holder: string): Promise<void> {
    await this.database.system((entities) => entities.execute('delete from lease where name = ? and holder = ?', [name, holder], 'run'));
  }
}
