import { ChangeDetectionStrategy, Component } from '@angular/core';
@Component({ selector: 'pn-graphql-console', template: '', changeDetection: ChangeDetectionStrategy.OnPush })
export class GraphqlConsole {}
