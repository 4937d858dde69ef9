import { SYMBOL } from '../../../facts/schema.js';
import { proxyOfSignature } from '../../../languages/deploy/proxies.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { TriggerSite } from '../../sites.js';
import { proxiesOfScript } from './script-proxies.js';

/** Configurations of development servers that are programs. */
const SCRIPT = /(?:^|\/)(?:proxy[\w.-]*|setupProxy|(?:vite|vue|next|nuxt|webpack|rspack|rsbuild|astro|svelte)[\w.-]*)\.[cm]?[jt]s$/;

/** Other files say it in the signatures that their readers give. */
const PROGRAM = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

/** Paths below which requests are passed on, each as where the request goes next. */
export const routes: FrameworkRoutes = {
  files: /./,
  read: (view, maker) => {
    if (PROGRAM.test(view.file.path)) return SCRIPT.test(view.file.path) ? proxiesOfScript(view) : [];
    const { symbols } = view.facts;
    return Array.from({ length: symbols.rows }, (_, row) => row).flatMap((row): readonly TriggerSite[] => {
      const address = proxyOfSignature(view.facts.text(symbols.get(row, SYMBOL.signature)));
      if (address === undefined) return [];
      return [{ kind: 'trigger', framework: 'proxies', rule: 'proxy.location', protocol: 'proxy', method: '', address, handler: maker.keyOf(view.file.firstSymbol + row), inline: undefined, receiver: undefined, range: view.symbolRange(row), confidence: 100 }];
    });
  },
};
