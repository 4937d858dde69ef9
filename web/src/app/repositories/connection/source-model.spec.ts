import { describe, expect, it } from '@jest/globals';
import { credentialInput, nameOfLocation, sourceForm } from './source-model.js';

describe('nameOfLocation', () => {
  it.each([
    ['https://git.example.com/team/shop.git', 'shop'],
    ['git@git.example.com:shop.git', 'shop'],
    ['ssh://git@host/team/shop/', 'shop'],
    ['/home/me/projects/shop', 'shop'],
    ['C:\\projects\\shop\\', 'shop'],
    ['https://host/shop?x=1', 'shop'],
    ['', ''],
  ])('%s is called “%s”', (location, name) => {
    expect(nameOfLocation(location)).toBe(name);
  });
});

describe('credentialInput', () => {
  it('sends nothing where nothing was typed, so that a stored credential stays', () => {
    const form = sourceForm();
    form.patchValue({ credential: 'token' });
    expect(credentialInput(form)).toEqual({});
  });

  it('sends a token with or without a user name', () => {
    const form = sourceForm();
    form.patchValue({ credential: 'token', secret: 's3cret' });
    expect(credentialInput(form)).toEqual({ credential: { secret: 's3cret' } });
    form.patchValue({ username: 'ci' });
    expect(credentialInput(form)).toEqual({ credential: { username: 'ci', secret: 's3cret' } });
  });

  it('never sends what was typed for another kind', () => {
    const form = sourceForm();
    form.patchValue({ credential: 'key', secret: 's3cret', sshPrivateKey: 'KEY' });
    expect(credentialInput(form)).toEqual({ credential: { sshPrivateKey: 'KEY' } });
    form.patchValue({ source: 'LOCAL_PATH' });
    expect(credentialInput(form)).toEqual({});
  });
});
