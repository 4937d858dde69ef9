import { Inject, Injectable } from '@nestjs/common';
import { JOB_RUNNER, type JobRunner } from '../../ports/index.js';
import type { LanguageType } from './instance.types.js';

/** What scanners read, in their own words. */
@Injectable()
export class LanguagesService {
  constructor(@Inject(JOB_RUNNER) private readonly runner: JobRunner) {}

  async list(): Promise<LanguageType[]> {
    return [...(await this.runner.languages())];
  }
}
