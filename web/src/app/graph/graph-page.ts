import { ChangeDetectionStrategy, Component } from '@angular/core';
@Component({ selector: 'pn-graph-page', template: '', changeDetection: ChangeDetectionStrategy.OnPush })
export class GraphPage {}
