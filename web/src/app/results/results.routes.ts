import type { Routes } from '@angular/router';

/** Views of the results of one branch or commit. */
export const resultsRoutes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./frame/result-frame.js')).ResultFrame,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'overview' },
      { path: 'overview', title: 'Overview', loadComponent: async () => (await import('./overview/overview-page.js')).OverviewPage },
      { path: 'graph', title: 'Graph', loadComponent: async () => (await import('../graph/graph-page.js')).GraphPage },
      { path: 'files', title: 'Files', loadComponent: async () => (await import('../files/files-page.js')).FilesPage },
      { path: 'symbols', title: 'Symbols', loadComponent: async () => (await import('../symbols/search-page/symbol-search-page.js')).SymbolSearchPage },
      { path: 'symbol', title: 'Symbol', loadComponent: async () => (await import('../symbols/symbol-page/symbol-page.js')).SymbolPage },
    ],
  },
];
