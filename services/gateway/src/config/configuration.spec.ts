import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from './command-line.js';
import { parseConfiguration, settings } from './configuration.js';
import { ConfigurationError } from './setting-types.js';

describe('the configuration', () => {
  it('works without any variable', () => {
    expect(parseConfiguration({})).toMatchObject({ profile: 'embedded', host: 'localhost', port: 4700, dataFolder: '.pinata', isDemoWanted: true, isPrivateNetworkAllowed: false });
  });

  it('names the variable that cannot be used and keeps its value to itself', () => {
    expect(() => parseConfiguration({ PINATA_PORT: 'eighty-secret' })).toThrow(/^PINATA_PORT cannot be used: must be a whole number$/);
    expect(() => parseConfiguration({ PINATA_PORT: '70000' })).toThrow(/PINATA_PORT/);
    expect(() => parseConfiguration({ PINATA_PUBLIC_URL: 'javascript:alert(1)' })).toThrow(/PINATA_PUBLIC_URL/);
    expect(() => parseConfiguration({ PINATA_METRICS_TOKEN: 'short' })).toThrow(ConfigurationError);
  });

  it('refuses a misspelt setting instead of passing over it', () => {
    expect(() => parseConfiguration({ PINATA_PROT: '80' })).toThrow(/PINATA_PROT is no setting/);
    expect(parseConfiguration({ PINATA_TEST_CLUSTER: 'x', OTHER: 'y', PINATA_NATS_SERVICE_HOST: '10.0.0.1', PINATA_NATS_PORT_4222_TCP_ADDR: '10.0.0.1' }).port).toBe(4700);
  });

  it('counts an empty variable as absent', () => {
    expect(parseConfiguration({ PINATA_PORT: ' ' }).port).toBe(4700);
  });

  it('is described by .env.example, name for name', () => {
    const example = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8');
    const listed = [...example.matchAll(/^#? ?(PINATA_[A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(listed.toSorted()).toEqual(Object.keys(settings.shape).toSorted());
  });
});

describe('the command line', () => {
  it('wins over the environment', () => {
    const request = parseCommandLine(['--port', '5000', '--no-demo', '--data', '/tmp/d'], { PINATA_PORT: '6000' });
    expect(request.configuration).toMatchObject({ port: 5000, isDemoWanted: false, dataFolder: '/tmp/d' });
    expect(request.isPasswordReset).toBe(false);
  });

  it('refuses what it does not know', () => {
    expect(() => parseCommandLine(['--prot', '1'], {})).toThrow(/--prot/);
  });
});
