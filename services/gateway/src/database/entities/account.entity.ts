import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** A person who can sign in. Not a tenant's: a person may be a member of several organizations. */
export const AccountEntity = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    /** Lower case. */
    email: p.text(),
    name: p.text(),
    isInstanceAdministrator: p.boolean(),
    isDisabled: p.boolean(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type Account = InferEntity<typeof AccountEntity>;

/** Kept apart from the account, so that the role which serves requests can never read a hash. */
export const PasswordEntity = defineEntity({
  name: 'Password',
  tableName: 'password',
  properties: {
    accountId: p.uuid().primary(),
    /** Argon2id, in its PHC string. */
    hash: p.text(),
    isGenerated: p.boolean(),
    changedAt: p.datetime(),
  },
});
export type Password = InferEntity<typeof PasswordEntity>;
