import { LinePlaces } from '../../facts/line-places.js';
import type { LanguageReader } from '../load-reader.js';
import { TemplateFacts } from '../markup/template-facts.js';
import { readTemplate } from './template-reader.js';

export const reader: LanguageReader = {
  facts: (source, facts) => readTemplate(new TemplateFacts(facts, new LinePlaces(source), 0, -1), source),
};
