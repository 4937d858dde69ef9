import { Pipe } from '@angular/core';
import type { PipeTransform } from '@angular/core';
import { describeBytes, describeDuration } from './describe.js';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `12,345` */
@Pipe({ name: 'whole' })
export class WholePipe implements PipeTransform {
  transform(value: number): string {
    return WHOLE.format(value);
  }
}

/** `4.2 s` from milliseconds */
@Pipe({ name: 'duration' })
export class DurationPipe implements PipeTransform {
  transform(milliseconds: number): string {
    return describeDuration(milliseconds);
  }
}

/** `3.2 MB` */
@Pipe({ name: 'bytes' })
export class BytesPipe implements PipeTransform {
  transform(bytes: number): string {
    return describeBytes(bytes);
  }
}

/** `EXTERNAL_PACKAGE` as `External package` */
@Pipe({ name: 'words' })
export class WordsPipe implements PipeTransform {
  transform(constant: string): string {
    const words = constant.toLowerCase().replaceAll('_', ' ');
    return words.slice(0, 1).toUpperCase() + words.slice(1);
  }
}

/** The first seven digits of a commit; a folder's `tree-…` stays as it is. */
@Pipe({ name: 'shortCommit' })
export class ShortCommitPipe implements PipeTransform {
  transform(commit: string): string {
    return /^[0-9a-f]{40}/.test(commit) ? commit.slice(0, 7) : commit;
  }
}
