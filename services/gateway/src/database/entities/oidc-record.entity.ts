import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** What the embedded OIDC provider must remember: sessions, grants, interactions, codes. */
export const OidcRecordEntity = defineEntity({
  name: 'OidcRecord',
  tableName: 'oidc_record',
  properties: {
    model: p.text().primary(),
    id: p.text().primary(),
    payload: p.json<Record<string, unknown>>(),
    uid: p.text().nullable(),
    userCode: p.text().nullable(),
    grantId: p.text().nullable(),
    consumedAt: p.datetime().nullable(),
    expiresAt: p.datetime().nullable(),
  },
});
export type OidcRecord = InferEntity<typeof OidcRecordEntity>;
