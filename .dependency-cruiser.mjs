// Import rules inside packages; Nx module boundaries hold between packages (eslint.config.mjs).
// Each rule is named, says why, and has a fixture in tools/dependency-rules/fixtures/<name>/ that proves it fires.

const VENDOR_SDKS = '(^|node_modules/)(@aws-sdk/|@nats-io/|nats|@keycloak/|oidc-provider|stripe|pg-boss|nodemailer|@kubernetes/|@electric-sql/)';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no first file to read, and no part of it can be tested alone.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'vendor-only-in-adapters',
      comment: "A vendor's SDK is one technology behind a port: a third adapter must touch its own folder alone.",
      severity: 'error',
      from: { path: '^services/(gateway|scanner)/src/', pathNot: ['/src/adapters/', '\\.spec\\.ts$'] },
      to: { path: VENDOR_SDKS },
    },
    {
      name: 'kubernetes-client-only-in-runtime',
      comment: 'What the operator decides knows an API of its own; the vendor only finds the server and says who we are.',
      severity: 'error',
      from: { path: '^operator/src/', pathNot: ['^operator/src/runtime/', '\\.spec\\.ts$'] },
      to: { path: '(^|node_modules/)@kubernetes/' },
    },
    {
      name: 'operator-decides-purely',
      comment: 'Decisions are functions of what was gathered: nothing that a table test could not hand over.',
      severity: 'error',
      from: { path: '^operator/src/scan/(decide|pod-outcome|limits|job-spec|scan-status|scan-resource)\\.ts$' },
      to: { path: '^(node:)?(fs|net|http|https|timers|child_process)|^operator/src/(grant|health|metrics|logging)/|^operator/src/runtime/(?!kubernetes-(objects|api)\\.ts$)' },
    },
    {
      name: 'adapters-only-from-profiles',
      comment: 'Only a composition root chooses technologies; everything else knows ports.',
      severity: 'error',
      from: { path: '^services/(gateway|scanner)/src/', pathNot: ['/src/adapters/', '/src/profiles/', '/src/(main|pod)\\.ts$', '/src/bench/', '/src/database/cli\\.ts$', '\\.spec\\.ts$'] },
      to: { path: '^services/(gateway|scanner)/src/adapters/' },
    },
    {
      name: 'features-meet-through-index',
      comment: 'A feature shows what its index.ts gives out; the rest is its own.',
      severity: 'error',
      from: { path: '^services/gateway/src/modules/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^services/gateway/src/modules/([^/]+)/', pathNot: ['^services/gateway/src/modules/$1/', '/index\\.ts$'] },
    },
    {
      name: 'ports-know-no-technology',
      comment: 'A port is what the product needs, not what a vendor offers.',
      severity: 'error',
      from: { path: '^services/gateway/src/ports/' },
      to: { path: '^services/gateway/src/(adapters|modules|profiles|database)/' },
    },
    {
      name: 'web-reads-graph-in-the-browser',
      comment: 'The console may use the browser-safe reader alone; the rest of the engine needs Node.js.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^(engine/(?!graph/(src|dist)/browser/)|services/|proto/)' },
    },
    {
      name: 'engine-knows-no-platform',
      comment: 'The engine knows no network, database or platform.',
      severity: 'error',
      from: { path: '^engine/(graph|core|exports)/src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(node:)?(net|http|https|http2|tls|dgram|dns|child_process|cluster)$|^(services|web|proto)/' },
    },
    {
      name: 'checkout-alone-starts-git',
      comment: 'Hardening lies in one place; nobody else in the engine starts a process.',
      severity: 'error',
      from: { path: '^engine/(graph|core|exports|cli)/src/', pathNot: ['\\.spec\\.ts$', '/src/fixtures/'] },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'no-tests-in-code',
      comment: 'What only a test needs does not ship.',
      severity: 'error',
      from: { pathNot: ['\\.spec\\.ts$', '/test/', '/e2e/', '/fixtures/'] },
      to: { path: '\\.spec\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    // Our own output; a vendor's package that lies in its dist/ must still be seen where it is imported.
    exclude: { path: ['^(?!.*node_modules/).*/(dist|coverage|\\.angular)/', '/src/(languages|schema/families|workflows/frameworks)/[^/]+/fixtures/', '^engine/truth/fixtures/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'], extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
