import { FormControl, FormGroup, Validators } from '@angular/forms';
import type { AbstractControl, ValidationErrors } from '@angular/forms';

/** A repository's configuration as the API gives it. */
export interface Configuration {
  readonly fileExtensions: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maximumFileBytes: number;
  readonly maximumFiles: number;
  readonly deadlineSeconds: number;
  readonly memoryMegabytes: number;
  readonly workers: number | null;
}

const KIBIBYTE = 1024;
const MINUTE = 60;

export type ConfigurationForm = ReturnType<typeof configurationForm>;

/** The form of a scan's configuration, in units for people: KiB, minutes, one glob a line. */
export function configurationForm() {
  const number = (value: number, least: number, most: number) =>
    new FormControl(value, { nonNullable: true, validators: [Validators.required, Validators.min(least), Validators.max(most)] });
  return new FormGroup({
    fileExtensions: new FormControl('', { nonNullable: true, validators: [extensionList] }),
    include: new FormControl('', { nonNullable: true }),
    exclude: new FormControl('', { nonNullable: true }),
    maximumFileKibibytes: number(1024, 1, 65_536),
    maximumFiles: number(500_000, 1, 2_000_000),
    deadlineMinutes: number(60, 1, 24 * 60),
    memoryMegabytes: number(4096, 256, 1_048_576),
    workers: new FormControl<number | null>(null, { validators: [Validators.min(1), Validators.max(64)] }),
  });
}

export function fillConfiguration(form: ConfigurationForm, configuration: Configuration): void {
  form.setValue({
    fileExtensions: configuration.fileExtensions.join(', '),
    include: configuration.include.join('\n'),
    exclude: configuration.exclude.join('\n'),
    maximumFileKibibytes: Math.round(configuration.maximumFileBytes / KIBIBYTE),
    maximumFiles: configuration.maximumFiles,
    deadlineMinutes: Math.ceil(configuration.deadlineSeconds / MINUTE),
    memoryMegabytes: configuration.memoryMegabytes,
    workers: configuration.workers,
  });
}

/** What the API takes; without a number of workers the server chooses. */
export function configurationInput(form: ConfigurationForm) {
  const value = form.getRawValue();
  return {
    fileExtensions: splitExtensions(value.fileExtensions),
    include: lines(value.include),
    exclude: lines(value.exclude),
    maximumFileBytes: value.maximumFileKibibytes * KIBIBYTE,
    maximumFiles: value.maximumFiles,
    deadlineSeconds: value.deadlineMinutes * MINUTE,
    memoryMegabytes: value.memoryMegabytes,
    workers: value.workers,
  };
}

/** Cuts `.cs, ts` into `['.cs', '.ts']`. */
export function splitExtensions(text: string): string[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  return [...new Set(words.map((word) => (word.startsWith('.') ? word : `.${word}`)))];
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function extensionList(control: AbstractControl<string>): ValidationErrors | null {
  const wrong = splitExtensions(control.value).find((extension) => !/^\.[\w+.#-]{1,20}$/.test(extension));
  return wrong === undefined ? null : { extension: wrong };
}
