import type { ExternalPackage } from '../../link/outcome.js';

const COMMON: ExternalPackage = { manager: 'npm', name: '@angular/common' };
const FORMS: ExternalPackage = { manager: 'npm', name: '@angular/forms' };
const ROUTER: ExternalPackage = { manager: 'npm', name: '@angular/router' };

/** What Angular's own packages declare: angular.dev/api. */
const PIPES = new Set(['async', 'currency', 'date', 'decimal', 'i18nPlural', 'i18nSelect', 'json', 'keyvalue', 'lowercase', 'number', 'percent', 'slice', 'titlecase', 'uppercase']);
const ATTRIBUTES: readonly (readonly [RegExp, ExternalPackage])[] = [
  [/^ng(?:If|For|Switch|Plural|Class|Style|Template|TemplateOutlet|ComponentOutlet|Src|Srcset)(?:[A-Z]\w*)?$/, COMMON],
  [/^(?:ngModel|ngModelChange|ngModelOptions|ngModelGroup|ngForm|ngNoForm|ngSubmit|formControl|formControlName|formGroup|formGroupName|formArray|formArrayName|ngValue)$/, FORMS],
  [/^(?:routerLink|routerLinkActive|routerLinkActiveOptions|queryParams|queryParamsHandling|fragment|skipLocationChange|replaceUrl)$/, ROUTER],
];

export function packageOfPipe(name: string): ExternalPackage | undefined {
  return PIPES.has(name) ? COMMON : undefined;
}

export function packageOfAttribute(name: string): ExternalPackage | undefined {
  return ATTRIBUTES.find(([pattern]) => pattern.test(name))?.[1];
}

interface Imported {
  readonly package: ExternalPackage;
  readonly path: string;
}

/** Of what is taken in from packages the one whose name has most of an element's, attribute's or pipe's, at least its first word: `mat-icon` is of MatIconModule. */
export function packagePrefixed(name: string, imported: readonly Imported[]): Imported | undefined {
  const words = name.split('-').flatMap((part) => part.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? []);
  const sought = words.join('').toLowerCase();
  const first = (words[0] ?? '').toLowerCase();
  let best: Imported | undefined;
  let most = 0;
  for (const one of imported) {
    const known = one.path.slice(one.path.lastIndexOf('.') + 1).toLowerCase();
    if (first === '' || !known.startsWith(first)) continue;
    let length = first.length;
    while (length < known.length && known[length] === sought[length]) length++;
    if (length > most) [best, most] = [one, length];
  }
  return best;
}
