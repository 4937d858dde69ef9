import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** Under which name an identity provider of its own knows an account's person. */
export const AccountIdentityEntity = defineEntity({
  name: 'AccountIdentity',
  tableName: 'account_identity',
  properties: {
    issuer: p.text().primary(),
    subject: p.text().primary(),
    accountId: p.uuid(),
    createdAt: p.datetime(),
  },
});
export type AccountIdentity = InferEntity<typeof AccountIdentityEntity>;
