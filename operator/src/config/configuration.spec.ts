import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, parseConfiguration } from './configuration.js';

const ENVIRONMENT = {
  PINATA_SCANS_NAMESPACE: 'pinata-scans',
  PINATA_OPERATOR_NAMESPACE: 'pinata',
  PINATA_OPERATOR_IDENTITY: 'operator-0',
  PINATA_OPERATOR_CONFIG: '/etc/operator.json',
  PINATA_GRANT_URL: 'http://gateway:4702',
  PINATA_INSTALL_KEY_FILE: '/var/run/key',
};

function parse(environment: Record<string, string> = {}, file: unknown = { image: 'scanner:1' }) {
  return parseConfiguration({ ...ENVIRONMENT, ...environment }, () => (typeof file === 'string' ? file : JSON.stringify(file)));
}

describe('the configuration', () => {
  it('has a default for everything that no installation must choose', () => {
    expect(parse()).toMatchObject({ scansNamespace: 'pinata-scans', healthPort: 8081, leaseName: 'pinata-operator', jobs: { image: 'scanner:1', limits: { perCluster: 10, perOrganization: 3 }, memory: { factorAfterOutOfMemory: 2 }, scannerCommand: ['node', 'services/scanner/dist/pod.js'] } });
  });

  it.each([
    ['PINATA_SCANS_NAMESPACE', { PINATA_SCANS_NAMESPACE: 'Not A Namespace' }],
    ['PINATA_GRANT_URL', { PINATA_GRANT_URL: 'file:///etc/passwd' }],
    ['PINATA_INSTALL_KEY_FILE', { PINATA_INSTALL_KEY_FILE: ' ' }],
    ['PINATA_OPERATOR_PORT', { PINATA_OPERATOR_PORT: '70000' }],
  ])('names %s when it cannot be used', (name, environment) => {
    expect(() => parse(environment)).toThrow(ConfigurationError);
    expect(() => parse(environment)).toThrow(name);
  });

  it.each([
    ['no JSON', '{', 'PINATA_OPERATOR_CONFIG names a file that cannot be used: it is no JSON'],
    ['a missing image', {}, 'PINATA_OPERATOR_CONFIG: image'],
    ['an unknown field', { image: 'a', limits: { perclster: 3 } }, 'PINATA_OPERATOR_CONFIG: limits.perclster is no field of it'],
    ['a field of the wrong kind', { image: 'a', limits: { perCluster: '3' } }, 'PINATA_OPERATOR_CONFIG: limits.perCluster'],
    ['a label of ours', { image: 'a', labels: { 'pinata.dev/scan': 'x' } }, 'PINATA_OPERATOR_CONFIG: labels.pinata.dev/scan'],
    ['root', { image: 'a', runAsUser: 0 }, 'PINATA_OPERATOR_CONFIG: runAsUser'],
    ['a Job that would be gone before another replica looked', { image: 'a', finishedJobSeconds: 59 }, 'PINATA_OPERATOR_CONFIG: finishedJobSeconds'],
    ['an odd quantity', { image: 'a', workVolumeSize: 'ten' }, 'PINATA_OPERATOR_CONFIG: workVolumeSize'],
  ])('names the field of the file: %s', (_name, file, words) => {
    expect(() => parse({}, file)).toThrow(words);
  });
});
