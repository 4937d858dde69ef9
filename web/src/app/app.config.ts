import { provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
import type { ApplicationConfig } from '@angular/core';
import { ErrorStateMatcher } from '@angular/material/core';
import { MAT_FORM_FIELD_DEFAULT_OPTIONS } from '@angular/material/form-field';
import { TitleStrategy, provideRouter, withComponentInputBinding, withDisabledInitialNavigation, withInMemoryScrolling, withRouterConfig } from '@angular/router';
import { provideApollo } from 'apollo-angular';
import { routes } from './app.routes.js';
import { apiClientOptions } from './core/api/api-client.js';
import { TouchedErrors } from './core/forms/touched-errors.js';
import { IDENTITY } from './core/identity/identity.js';
import { KeycloakIdentity } from './core/identity/keycloak-identity.js';
import { PageTitles } from './shell/page-titles.js';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    // Pages wait until somebody is signed in (see App).
    provideRouter(
      routes,
      withDisabledInitialNavigation(),
      withComponentInputBinding(),
      withRouterConfig({ paramsInheritanceStrategy: 'always' }),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
    ),
    provideApollo(apiClientOptions),
    { provide: IDENTITY, useClass: KeycloakIdentity },
    { provide: TitleStrategy, useClass: PageTitles },
    { provide: ErrorStateMatcher, useClass: TouchedErrors },
    { provide: MAT_FORM_FIELD_DEFAULT_OPTIONS, useValue: { appearance: 'outline', subscriptSizing: 'dynamic' } },
  ],
};
