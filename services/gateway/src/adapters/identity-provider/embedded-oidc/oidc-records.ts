import type { Adapter, AdapterPayload } from 'oidc-provider';
import { OidcRecordEntity } from '../../../database/index.js';
import type { Database } from '../../../ports/index.js';

/** Keeps the provider's sessions, grants, interactions and codes in our database. One object per model, as the provider asks. */
export class OidcRecords implements Adapter {
  constructor(
    private readonly database: Database,
    private readonly model: string,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    await this.database.system((entities) =>
      entities.upsert(OidcRecordEntity, {
        model: this.model,
        id,
        // The provider's payloads are plain JSON with an index signature of their own.
        payload: payload as Record<string, unknown>,
        uid: payload.uid ?? null,
        userCode: payload.userCode ?? null,
        grantId: payload.grantId ?? null,
        consumedAt: null,
        expiresAt: expiresIn > 0 ? new Date(Date.now() + expiresIn * 1000) : null,
      }),
    );
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.first({ id });
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.first({ uid });
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.first({ userCode });
  }

  /** Only one caller consumes a code: the update's condition decides, and the provider reads the result again. */
  async consume(id: string): Promise<void> {
    await this.database.system((entities) => entities.nativeUpdate(OidcRecordEntity, { model: this.model, id, consumedAt: null }, { consumedAt: new Date() }));
  }

  async destroy(id: string): Promise<void> {
    await this.database.system((entities) => entities.nativeDelete(OidcRecordEntity, { model: this.model, id }));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.database.system((entities) => entities.nativeDelete(OidcRecordEntity, { grantId }));
  }

  private async first(where: { id: string } | { uid: string } | { userCode: string }): Promise<AdapterPayload | undefined> {
    const record = await this.database.system((entities) => entities.findOne(OidcRecordEntity, { model: this.model, ...where }));
    if (record === null || (record.expiresAt != null && record.expiresAt.getTime() <= Date.now())) return undefined;
    return { ...record.payload, ...(record.consumedAt == null ? {} : { consumed: Math.floor(record.consumedAt.getTime() / 1000) }) };
  }
}

/** Forgets what ran out. */
export async function forgetExpiredRecords(database: Database): Promise<void> {
  await database.system((entities) => entities.nativeDelete(OidcRecordEntity, { expiresAt: { $lt: new Date() } }));
}
