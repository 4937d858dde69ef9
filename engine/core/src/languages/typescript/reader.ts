import { readInlineTemplates } from '../angular/inline-templates.js';
import type { LanguageReader } from '../load-reader.js';

export const reader: LanguageReader = { more: readInlineTemplates };
