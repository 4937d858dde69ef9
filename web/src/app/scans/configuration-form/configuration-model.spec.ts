import { describe, expect, it } from '@jest/globals';
import { configurationForm, configurationInput, fillConfiguration, splitExtensions } from './configuration-model.js';

const CONFIGURATION = {
  fileExtensions: ['.cs', '.ts'],
  include: ['src/**'],
  exclude: ['**/*.g.cs', 'docs/**'],
  maximumFileBytes: 2 * 1024 * 1024,
  maximumFiles: 5000,
  deadlineSeconds: 600,
  memoryMegabytes: 1024,
  workers: 3,
};

describe('the configuration form', () => {
  it('gives back exactly what it was filled with', () => {
    const form = configurationForm();
    fillConfiguration(form, CONFIGURATION);
    expect(form.valid).toBe(true);
    expect(configurationInput(form)).toEqual(CONFIGURATION);
  });

  it('takes extensions with and without a dot, however they are separated', () => {
    expect(splitExtensions('cs, .ts;tsx  .cs')).toEqual(['.cs', '.ts', '.tsx']);
  });

  it.each(['.c s!', '../etc', '.<b>'])('refuses “%s” as an extension', (text) => {
    const form = configurationForm();
    form.patchValue({ fileExtensions: text });
    expect(form.controls.fileExtensions.valid).toBe(false);
  });

  it('drops empty lines among the globs', () => {
    const form = configurationForm();
    form.patchValue({ exclude: '\n  docs/** \n\n' });
    expect(configurationInput(form).exclude).toEqual(['docs/**']);
  });

  it('keeps limits within what a scan may use', () => {
    const form = configurationForm();
    form.patchValue({ memoryMegabytes: 1, workers: 0 });
    expect(form.controls.memoryMegabytes.valid).toBe(false);
    expect(form.controls.workers.valid).toBe(false);
  });
});
