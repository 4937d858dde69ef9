// Template tests: every variant in values/ is rendered, and looked at as objects. Needs Helm (PATH, or PINATA_TEST_HELM).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { chart, findHelm, renderChart, runHelm, VARIANTS } from './render.mjs';

const skip = findHelm() === undefined ? 'Helm is not here; put it on the PATH or name it in PINATA_TEST_HELM' : false;
const rendered = new Map();
/** @returns {any[]} */
function objectsOf(variant) {
  if (!rendered.has(variant)) rendered.set(variant, renderChart({ values: variant }));
  return rendered.get(variant);
}
const named = (objects, kind, name) => objects.find((object) => object.kind === kind && object.metadata.name === name);
const ofKind = (objects, kind) => objects.filter((object) => object.kind === kind);
const podsOf = (objects) => objects.flatMap((object) => (object.kind === 'Pod' ? [{ name: object.metadata.name, spec: object.spec }] : object.spec?.template?.spec === undefined ? [] : [{ name: object.metadata.name, spec: object.spec.template.spec }]));
const containersOf = ({ spec }) => [...(spec.initContainers ?? []), ...spec.containers];
const envOf = (container) => Object.fromEntries((container.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
/** Whether a rule of a policy lets pods of its namespace in that have these labels. */
const lets = ({ from }, labels) => from === undefined || from.some(({ podSelector, namespaceSelector }) => namespaceSelector === undefined && podSelector !== undefined && Object.entries(podSelector.matchLabels ?? {}).every(([label, value]) => labels[label] === value));
const deployment = (objects, name) => named(objects, 'Deployment', name).spec.template.spec;

describe('the chart', { skip }, () => {
  test('passes helm lint in every variant', () => {
    for (const variant of VARIANTS) runHelm('lint', chart, '--strict', '--kube-version', '1.30.0', '--values', path.join(chart, 'tests/values', variant));
  });

  test('declares Kubernetes 1.30 and is refused by an older one', () => {
    assert.equal(parse(readFileSync(path.join(chart, 'Chart.yaml'), 'utf8')).kubeVersion, '>=1.30.0-0');
    assert.throws(() => runHelm('template', 'p', chart, '--kube-version', '1.29.0'), /incompatible with Kubernetes/);
  });

  test('uses no random value and no look-up: a rendered chart is the same twice', () => {
    for (const file of readdirSync(path.join(chart, 'templates'), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) assert.doesNotMatch(readFileSync(path.join(file.parentPath, file.name), 'utf8'), /\b(rand(Alpha|Ascii|Numeric|Bytes)\w*|genCA|genSelfSignedCert|genSignedCert|genPrivateKey|uuidv4|now|lookup) |\blookup "/);
    }
  });

  test('refuses what is no value of it, and values of the wrong kind', () => {
    assert.throws(() => renderChart({ set: ['gateway.replica=2'] }), /replica/);
    assert.throws(() => renderChart({ set: ['bundled.nats.imag.tag=2'] }), /imag/);
    assert.throws(() => renderChart({ set: ['gateway.roles.api.replicas=two'] }), /replicas/);
    assert.throws(() => renderChart({ set: ['gateway.logLevel=loud'] }), /logLevel/);
    assert.throws(() => renderChart({ set: ['scanner.finishedJobSeconds=59'] }), /finishedJobSeconds/);
    assert.throws(() => renderChart({ set: ['gateway.demo=true'] }), /demo/, 'a cluster makes no demo');
    assert.throws(() => renderChart({ set: ['operator.grantCertificateAuthorityConfigMap=mine'] }), /grantCertificateAuthorityConfigMap/, 'the listener of grants has no TLS');
  });

  test('documents every value where it stands', () => {
    const schema = JSON.parse(readFileSync(path.join(chart, 'values.schema.json'), 'utf8'));
    const values = parse(readFileSync(path.join(chart, 'values.yaml'), 'utf8'));
    const compare = (value, described, place) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value) || described.properties === undefined) return;
      for (const key of Object.keys(value)) {
        assert.ok(described.properties[key], `${place}${key} has no schema`);
        compare(value[key], described.properties[key], `${place}${key}.`);
      }
      if (place !== 'global.') assert.equal(described.additionalProperties, false, `${place} lets everything in`);
    };
    compare(values, schema, '');
  });

  test('names the keys of each Secret that it reads, where the Secret is named', () => {
    const places = { installKey: 'my-install-key', secretBox: 'my-secret-box', metricsToken: 'my-metrics', database: 'my-database', nats: 'my-nats', s3: 'my-s3', keycloak: 'my-keycloak' };
    const pods = podsOf(renderChart({ set: Object.entries(places).map(([place, secret]) => `${place}.existingSecret=${secret}`) }));
    const values = readFileSync(path.join(chart, 'values.yaml'), 'utf8');
    for (const [place, secret] of Object.entries(places)) {
      const used = pods.flatMap((pod) => [
        ...containersOf(pod).flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.secretKeyRef).filter((reference) => reference?.name === secret).map(({ key }) => key)),
        ...(pod.spec.volumes ?? []).flatMap(({ secret: whole, projected }) => [whole, ...(projected?.sources ?? []).map((source) => source.secret)]).filter((volume) => (volume?.secretName ?? volume?.name) === secret).flatMap(({ items }) => items.map(({ key }) => key)),
      ]);
      assert.ok(used.length > 0, place);
      const [explained] = new RegExp(`(?<=^${place}:\n(?:  .*\n)*?)(?:  #.*\n)+(?=  existingSecret:)`, 'm').exec(values);
      for (const key of used) assert.match(explained, new RegExp(`(?<![\\w.])${key.replaceAll('.', '\\.')}(?![\\w])`), `${place} says nothing of ${key}`);
    }
  });

  test('says which parts are neither bundled nor named', () => {
    assert.throws(() => renderChart({ set: ['bundled.enabled=false'] }), /database\.existingSecret.*nats\.url.*nats\.existingSecret.*s3\.existingSecret.*keycloak\.url/s);
    assert.throws(() => renderChart({ set: ['publicUrl=http://pinata.example.org'] }), /sign-in needs https, or localhost/);
    assert.throws(() => renderChart({ set: ['ingress.enabled=true'] }), /ingress\.host/);
    assert.throws(() => renderChart({ set: ['scans.namespace=pinata'] }), /another namespace/);
  });
});

describe('every pod of every variant', { skip }, () => {
  for (const variant of VARIANTS) {
    test(variant, () => {
      for (const pod of podsOf(objectsOf(variant))) {
        assert.equal(pod.spec.securityContext.runAsNonRoot, true, pod.name);
        assert.equal(pod.spec.securityContext.seccompProfile.type, 'RuntimeDefault', pod.name);
        assert.equal(typeof pod.spec.automountServiceAccountToken, 'boolean', `${pod.name} leaves its token to a default`);
        assert.equal(pod.spec.enableServiceLinks, false, `${pod.name}: a Service named pinata would set PINATA_PORT`);
        for (const container of containersOf(pod)) {
          const place = `${pod.name}/${container.name}`;
          assert.equal(container.securityContext.allowPrivilegeEscalation, false, place);
          assert.deepEqual(container.securityContext.capabilities, { drop: ['ALL'] }, place);
          // Keycloak builds itself at its start.
          assert.equal(container.securityContext.readOnlyRootFilesystem ?? false, container.name !== 'keycloak', place);
          assert.ok(container.resources?.requests?.memory && container.resources.limits.memory, `${place} has no memory`);
          assert.ok(container.imagePullPolicy, place);
        }
      }
    });
  }

  test('names its objects’ namespaces wherever they are not the release’s', () => {
    for (const object of ofKind(objectsOf('openshift.yaml'), 'Role')) {
      const rules = JSON.stringify(object.rules);
      if (rules.includes('pinata.dev')) assert.equal(object.metadata.namespace, 'code-scans');
    }
    assert.equal(ofKind(objectsOf('openshift.yaml'), 'Namespace').length, 0);
    assert.equal(named(objectsOf('default.yaml'), 'Namespace', 'pinata-scans').metadata.labels['pod-security.kubernetes.io/enforce'], 'restricted');
  });

  test('has no ClusterRole, and no right to Secrets but the installer’s and the operator’s', () => {
    for (const variant of VARIANTS) {
      const objects = objectsOf(variant);
      assert.equal(ofKind(objects, 'ClusterRole').length + ofKind(objects, 'ClusterRoleBinding').length, 0);
      for (const role of ofKind(objects, 'Role')) {
        for (const rule of role.rules.filter(({ resources }) => resources.includes('secrets'))) {
          if (role.metadata.labels['app.kubernetes.io/component'] === 'installer') {
            assert.ok(rule.verbs.join() === 'create' || (rule.verbs.join() === 'get' && rule.resourceNames.length > 0));
          } else {
            assert.equal(role.metadata.labels['app.kubernetes.io/component'], 'operator');
            assert.deepEqual(rule.verbs, ['create', 'delete']);
          }
        }
      }
    }
  });
});

describe('the switches', { skip }, () => {
  test('split makes a Deployment for each role, or one', () => {
    assert.deepEqual(ofKind(objectsOf('default.yaml'), 'Deployment').map(({ metadata }) => metadata.name).sort(), ['p-pinata-code-gateway-api', 'p-pinata-code-gateway-ingest', 'p-pinata-code-gateway-worker', 'p-pinata-code-operator']);
    assert.deepEqual(ofKind(objectsOf('one-deployment.yaml'), 'Deployment').map(({ metadata }) => metadata.name).sort(), ['p-pinata-code-gateway', 'p-pinata-code-operator']);
  });

  test('Services find pods of the roles that serve them', () => {
    for (const variant of ['default.yaml', 'one-deployment.yaml']) {
      const objects = objectsOf(variant);
      for (const name of ['gateway', 'gateway-internal']) {
        const { selector } = named(objects, 'Service', `p-pinata-code-${name}`).spec;
        const found = ofKind(objects, 'Deployment').filter(({ spec }) => Object.entries(selector).every(([label, value]) => spec.template.metadata.labels[label] === value));
        assert.equal(found.length, 1, `${variant} ${name}`);
        const ports = found[0].spec.template.spec.containers[0].ports.map((port) => port.name);
        assert.ok(ports.includes(named(objects, 'Service', `p-pinata-code-${name}`).spec.ports[0].targetPort));
      }
    }
  });

  test('only the migration is given the owner’s login', () => {
    for (const pod of podsOf(objectsOf('default.yaml'))) {
      for (const container of containersOf(pod)) assert.equal('PINATA_DATABASE_OWNER_URL' in envOf(container), container.name === 'migrate', `${pod.name}/${container.name}`);
    }
  });

  test('ingest, which answers nobody, has neither the install key, nor what signs, nor a token of the API server', () => {
    const objects = objectsOf('default.yaml');
    for (const role of ['api', 'ingest', 'worker']) {
      const isAnswering = role !== 'ingest';
      const { volumes, containers, automountServiceAccountToken } = deployment(objects, `p-pinata-code-gateway-${role}`);
      assert.equal(volumes.some(({ secret }) => secret?.secretName === 'p-pinata-code-install-key'), isAnswering, role);
      assert.deepEqual(containers[0].volumeMounts.filter(({ name }) => !volumes.some((volume) => volume.name === name)), [], role);
      assert.equal(containers[0].volumeMounts.some(({ name }) => name === 'install-key'), isAnswering, role);
      assert.equal(volumes.find(({ name }) => name === 'nats').secret.items.some(({ key }) => key === 'signing.seed'), isAnswering, role);
      assert.equal(automountServiceAccountToken, isAnswering, role);
    }
    assert.ok(deployment(objectsOf('one-deployment.yaml'), 'p-pinata-code-gateway').volumes.some(({ name }) => name === 'install-key'));
  });

  test('every setting that the gateway is given is one that it knows', () => {
    const known = new Set(readFileSync(path.join(chart, '../../.env.example'), 'utf8').match(/PINATA_[A-Z0-9_]+/g));
    for (const variant of VARIANTS) {
      for (const { spec } of ofKind(objectsOf(variant), 'Deployment').filter(({ spec }) => spec.template.metadata.labels['pinata.dev/gateway'])) {
        for (const container of containersOf({ spec: spec.template.spec })) for (const name of Object.keys(envOf(container))) if (name.startsWith('PINATA_')) assert.ok(known.has(name), `${name} is no setting`);
      }
    }
  });

  test('external parts are used as they are named, and nothing is made', () => {
    const objects = objectsOf('production.yaml');
    assert.equal(ofKind(objects, 'StatefulSet').length, 0);
    assert.equal(ofKind(objects, 'Job').length, 0);
    const [container] = deployment(objects, 'p-pinata-code-gateway-api').containers;
    const env = envOf(container);
    assert.equal(env.PINATA_NATS_URL, 'tls://nats-0.example.org:4222,tls://nats-1.example.org:4222');
    assert.equal(env.PINATA_NATS_POD_URL, 'tls://nats.example.org:4222');
    assert.equal(env.PINATA_S3_ENDPOINT, 'https://objects.example.org');
    assert.equal(env.PINATA_S3_POD_ENDPOINT, 'https://objects-pods.example.org');
    assert.equal(env.PINATA_KEYCLOAK_URL, 'https://login.example.org');
    assert.equal(env.PINATA_KEYCLOAK_INTERNAL_URL, 'http://keycloak.login.svc:8080');
    assert.equal(env.PINATA_KEYCLOAK_PROXY, 'false');
    assert.equal(env.PINATA_PUBLIC_URL, 'https://pinata.example.org');
    assert.deepEqual(env.PINATA_DATABASE_URL, { secretKeyRef: { name: 'my-database', key: 'url' } });
    assert.equal(env.PINATA_DATABASE_CA_FILE, '/etc/pinata/database-authority/ca.crt');
    assert.equal(container.image, 'registry.example.org/mirror/pinata-code/gateway@sha256:0000000000000000000000000000000000000000000000000000000000000001');
    const configuration = JSON.parse(named(objects, 'ConfigMap', 'p-pinata-code-operator').data['operator.json']);
    assert.match(configuration.image, /^registry\.example\.org\/mirror\/pinata-code\/scanner@sha256:/);
    assert.deepEqual(configuration.imagePullSecrets, ['registry']);
    for (const pod of podsOf(objects)) assert.deepEqual(pod.spec.imagePullSecrets, [{ name: 'registry' }], pod.name);
  });

  test('each Secret is made by the installer, unless it is named or belongs to an external part', () => {
    const planOf = (variant) => JSON.parse(ofKind(objectsOf(variant), 'Job')[0].spec.template.spec.containers[0].args[0]);
    const { labels, ...plan } = planOf('default.yaml');
    assert.equal(labels['app.kubernetes.io/instance'], 'p');
    assert.deepEqual(plan, {
      namespace: 'pinata',
      installKey: 'p-pinata-code-install-key',
      secretBox: 'p-pinata-code-secret-box',
      metrics: 'p-pinata-code-metrics',
      database: { secret: 'p-pinata-code-database', host: 'p-pinata-code-postgresql', database: 'pinata', owner: 'pinata', login: 'pinata_gateway' },
      nats: 'p-pinata-code-nats',
      s3: 'p-pinata-code-s3',
      keycloak: 'p-pinata-code-keycloak',
    });
    assert.deepEqual(Object.keys(planOf('some-external.yaml')).sort(), ['installKey', 'labels', 'metrics', 'namespace', 'nats', 'secretBox']);
  });

  test('autoscaling takes the number of replicas over, and budgets need two of them', () => {
    const objects = objectsOf('production.yaml');
    assert.equal('replicas' in named(objects, 'Deployment', 'p-pinata-code-gateway-api').spec, false);
    assert.equal(named(objects, 'HorizontalPodAutoscaler', 'p-pinata-code-gateway-api').spec.minReplicas, 3);
    assert.deepEqual(ofKind(objects, 'PodDisruptionBudget').map(({ metadata }) => metadata.name).sort(), ['p-pinata-code-gateway-api', 'p-pinata-code-gateway-ingest', 'p-pinata-code-gateway-worker', 'p-pinata-code-operator']);
    assert.deepEqual(ofKind(objectsOf('default.yaml'), 'PodDisruptionBudget').map(({ metadata }) => metadata.name), ['p-pinata-code-operator']);
  });

  test('Ingress, HTTPRoute and their TLS', () => {
    const ingress = named(objectsOf('production.yaml'), 'Ingress', 'p-pinata-code-gateway');
    assert.deepEqual(ingress.spec.tls, [{ hosts: ['pinata.example.org'], secretName: 'pinata-tls' }]);
    assert.equal(ingress.spec.rules[0].http.paths[0].backend.service.name, 'p-pinata-code-gateway');
    assert.ok(!JSON.stringify(ingress).includes('internal'));
    const route = named(objectsOf('gateway-api.yaml'), 'HTTPRoute', 'p-pinata-code-gateway');
    assert.deepEqual(route.spec.hostnames, ['pinata.example.org']);
    const [container] = deployment(objectsOf('gateway-api.yaml'), 'p-pinata-code-gateway-api').containers;
    assert.equal(envOf(container).PINATA_KEYCLOAK_URL, 'https://pinata.example.org/auth');
  });

  test('a proxy and a private authority reach every program of ours', () => {
    const objects = objectsOf('proxy-and-authority.yaml');
    for (const name of ['gateway-api', 'gateway-ingest', 'gateway-worker', 'operator']) {
      const env = envOf(deployment(objects, `p-pinata-code-${name}`).containers[0]);
      assert.equal(env.NODE_EXTRA_CA_CERTS, '/etc/pinata/authorities/ca.crt', name);
      assert.equal(env.https_proxy, 'http://proxy.example.org:3128', name);
      assert.equal(env.NODE_USE_ENV_PROXY, '1', name);
      for (const without of ['.svc', 'p-pinata-code-gateway-internal', '.example.org', '$(KUBERNETES_SERVICE_HOST)']) assert.ok(env.NO_PROXY.split(',').includes(without), `${name} ${without}`);
    }
    const configuration = JSON.parse(named(objects, 'ConfigMap', 'p-pinata-code-operator').data['operator.json']);
    assert.equal(configuration.proxy.https, 'http://proxy.example.org:3128');
    assert.ok(configuration.proxy.except.includes('.svc'));
    assert.deepEqual(configuration.certificateAuthority, { configMapName: 'p-pinata-code-authorities', key: 'ca.crt' });
    assert.deepEqual(ofKind(objects, 'ConfigMap').filter(({ metadata }) => metadata.name === 'p-pinata-code-authorities').map(({ metadata }) => metadata.namespace), ['pinata', 'pinata-scans']);
  });

  test('pods of scans reach names, NATS, the store, and repositories outside private ranges', () => {
    const policies = ofKind(objectsOf('default.yaml'), 'NetworkPolicy').filter(({ metadata }) => metadata.namespace === 'pinata-scans');
    const [deny, allow] = policies;
    assert.deepEqual(deny.spec, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    assert.deepEqual(allow.spec.podSelector.matchExpressions, [{ key: 'pinata.dev/scan', operator: 'Exists' }]);
    assert.deepEqual(allow.spec.egress.map(({ ports }) => ports.map(({ port }) => port)), [[53, 53], [9000], [4222], [443, 22]]);
    assert.ok(allow.spec.egress[3].to[0].ipBlock.except.includes('169.254.0.0/16'));
    const external = ofKind(objectsOf('production.yaml'), 'NetworkPolicy').find(({ metadata }) => metadata.namespace === 'pinata-scans' && metadata.name.endsWith('scans'));
    assert.deepEqual(external.spec.egress.at(-1), { to: [{ ipBlock: { cidr: '10.20.0.0/16' } }] });
  });

  test('pods of scans reach the ports of external parts and of the proxy', () => {
    const external = (objects) => named(objects, 'NetworkPolicy', 'p-pinata-code-scans').spec.egress.find(({ to }) => to?.[0].ipBlock?.cidr === '0.0.0.0/0').ports.map(({ port }) => port);
    assert.deepEqual(external(objectsOf('production.yaml')), [443, 22, 8443, 4222]);
    assert.deepEqual(external(objectsOf('proxy-and-authority.yaml')), [443, 22, 3128]);
    const set = ['scanner.egress.ports={22}', 'nats.podUrl=', 'nats.url=tls://a.example.org:4223\\,nats://[2001:db8::1]', 's3.podEndpoint=', 's3.endpoint=http://objects.example.org:9000/below'];
    assert.deepEqual(external(renderChart({ values: 'production.yaml', set })), [22, 4223, 4222, 9000]);
    assert.deepEqual(external(renderChart({ values: 'production.yaml', set: ['scanner.egress.ports={22}', 's3.podEndpoint=', 's3.endpoint='] })), [22, 4222, 443], 'no endpoint is AWS');
    assert.deepEqual(external(renderChart({ values: 'proxy-and-authority.yaml', set: ['scanner.proxy.https=http://scans.example.org:3129'] })), [443, 22, 3129], 'the proxy of scans comes before that of all');
  });

  test('pods of scans ask the cluster’s own servers for names, or those that are named', () => {
    const names = (objects) => ofKind(objects, 'NetworkPolicy').find(({ metadata }) => metadata.name === 'p-pinata-code-scans').spec.egress[0];
    const own = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
    assert.deepEqual(names(objectsOf('default.yaml')).to, [own]);
    assert.deepEqual(names(objectsOf('openshift.yaml')).ports, [{ port: 5353, protocol: 'UDP' }, { port: 5353, protocol: 'TCP' }]);
    assert.deepEqual(names(renderChart({ set: ['scanner.egress.dns[0].ipBlock.cidr=169.254.20.10/32'] })).to, [{ ipBlock: { cidr: '169.254.20.10/32' } }]);
    assert.throws(() => renderChart({ set: ['scanner.egress.dns=null'] }), /dns/, 'nobody named would be everybody');
    for (const variant of VARIANTS) {
      for (const { metadata, spec } of ofKind(objectsOf(variant), 'NetworkPolicy').filter(({ metadata }) => metadata.name === 'p-pinata-code-scans')) for (const rule of spec.egress) assert.ok(rule.to?.length > 0, `${variant} ${metadata.name}: ${JSON.stringify(rule.ports)} to everybody`);
    }
  });

  test('helm test asks the issuer by the name that tokens have', () => {
    const pod = named(objectsOf('default.yaml'), 'Pod', 'p-pinata-code-test');
    assert.equal(pod.metadata.annotations['helm.sh/hook'], 'test');
    assert.match(pod.spec.containers[0].command.at(-1), /http:\/\/localhost:4700\/auth\/realms\/pinata/);
  });

  test('grants go to the internal listener, which the operator alone may reach', () => {
    for (const variant of ['default.yaml', 'production.yaml', 'one-deployment.yaml']) {
      const objects = objectsOf(variant);
      assert.equal(envOf(deployment(objects, 'p-pinata-code-operator').containers[0]).PINATA_GRANT_URL, 'http://p-pinata-code-gateway-internal:4702');
      const rules = named(objects, 'NetworkPolicy', 'p-pinata-code-gateway').spec.ingress.filter(({ ports }) => ports.some(({ port }) => port === 4702));
      assert.deepEqual(rules.map(({ from }) => from.map(({ podSelector }) => podSelector.matchLabels['app.kubernetes.io/component'])), [['operator']], variant);
    }
  });

  test('policies let helm test in to what it asks, and to nothing else', () => {
    for (const variant of ['default.yaml', 'production.yaml']) {
      const objects = objectsOf(variant);
      const { labels } = named(objects, 'Pod', 'p-pinata-code-test').metadata;
      const reached = ofKind(objects, 'NetworkPolicy').filter(({ spec }) => spec.policyTypes.includes('Ingress')).flatMap(({ metadata, spec }) => (spec.ingress ?? []).filter((rule) => lets(rule, labels)).map((rule) => `${metadata.name.replace('p-pinata-code-', '')} ${rule.ports[0].port}`));
      assert.deepEqual(reached, variant === 'default.yaml' ? ['keycloak 8080', 'gateway 4700'] : ['gateway 4700'], variant);
    }
  });

  test('Prometheus reaches the metrics of a gateway that few may reach', () => {
    const admitted = (objects) => named(objects, 'NetworkPolicy', 'p-pinata-code-gateway').spec.ingress.find(({ ports }) => ports[0].port === 4700).from;
    assert.deepEqual(admitted(objectsOf('production.yaml')).map(({ namespaceSelector }) => namespaceSelector?.matchLabels['kubernetes.io/metadata.name']), ['ingress', 'monitoring', undefined]);
    assert.equal(admitted(objectsOf('default.yaml')), undefined);
    assert.equal(admitted(renderChart({ set: ['gateway.networkPolicy.metricsFrom[0].podSelector.matchLabels.app=prometheus'] })), undefined, 'who is named for metrics alone shuts nobody out');
  });

  test('what is off is not there', () => {
    const objects = objectsOf('bare.yaml');
    for (const kind of ['CustomResourceDefinition', 'Namespace', 'ResourceQuota', 'PodDisruptionBudget', 'Ingress', 'HTTPRoute', 'ServiceMonitor', 'PrometheusRule']) assert.equal(ofKind(objects, kind).length, 0, kind);
    assert.deepEqual(ofKind(objects, 'ServiceAccount').map(({ metadata }) => metadata.name), ['p-pinata-code-installer']);
    assert.equal(ofKind(objects, 'NetworkPolicy').some(({ metadata }) => /gateway|operator|scans/.test(metadata.name)), false);
  });

  test('monitoring reads every role, with the token', () => {
    const objects = objectsOf('production.yaml');
    assert.equal(named(objects, 'ServiceMonitor', 'p-pinata-code-gateway').spec.endpoints[0].authorization.credentials.name, 'my-metrics');
    assert.ok(named(objects, 'PodMonitor', 'p-pinata-code-operator'));
    assert.ok(named(objects, 'PrometheusRule', 'p-pinata-code'));
    const dashboards = ofKind(objects, 'ConfigMap').filter(({ metadata }) => metadata.labels.grafana_dashboard === '1');
    assert.equal(dashboards.length, 2);
    for (const { data } of dashboards) for (const text of Object.values(data)) assert.ok(JSON.parse(text).panels.length > 0);
  });

  test('dashboards and alerts ask for metrics that exist', () => {
    const sources = ['operator/src/metrics/metrics.ts', 'services/gateway/src/metrics/platform-metrics.ts'].map((file) => readFileSync(path.join(chart, '../..', file), 'utf8')).join('');
    const known = new Set(sources.match(/pinata_[a-z_]+/g));
    const asked = [...['scans', 'platform'].map((name) => readFileSync(path.join(chart, `files/dashboards/${name}.json`), 'utf8')), readFileSync(path.join(chart, 'templates/monitoring/prometheus-rule.yaml'), 'utf8')].join('').match(/pinata_[a-z_]+/g);
    for (const name of asked) assert.ok(known.has(name.replace(/_bucket$/, '')), `nobody writes ${name}`);
  });
});

describe('alerts', { skip }, () => {
  const source = (file) => readFileSync(path.join(chart, '../..', file), 'utf8');
  const words = (text) => text.match(/'(\w+)'/g).map((word) => word.slice(1, -1));
  /** What labels can be, by metric and label. */
  const possible = {
    'pinata_operator_grant_refusals_total code': () => words(/REFUSALS: ReadonlySet<string> = new Set\(\[(.*)\]\)/.exec(source('operator/src/metrics/metrics.ts'))[1]),
    'pinata_scans_ended_total status': () => words(/SCAN_STATUSES = \[(.*)\]/.exec(source('services/gateway/src/database/entities/scan.entity.ts'))[1]),
  };

  test('ask for labels that are set', () => {
    const rules = ofKind(objectsOf('production.yaml'), 'PrometheusRule').flatMap(({ spec }) => spec.groups.flatMap((group) => group.rules));
    assert.ok(rules.some(({ expr }) => expr.includes('code="unauthenticated"')));
    for (const { alert, expr } of rules) {
      for (const [, metric, selectors] of expr.matchAll(/(pinata_\w+)\{([^}]*)\}/g)) {
        for (const [, label, value] of selectors.matchAll(/(\w+)[=!~]+"([^"]*)"/g)) {
          if (label === 'namespace') continue; // Prometheus sets it
          const values = possible[`${metric} ${label}`];
          assert.ok(values, `${alert}: what ${label} of ${metric} can be is not written here`);
          assert.ok(values().includes(value), `${alert}: ${label} of ${metric} is never ${value}`);
        }
      }
    }
  });
});

describe('images.txt', { skip }, () => {
  const imagesOf = (objects) => [...new Set([...podsOf(objects).flatMap((pod) => containersOf(pod).map(({ image }) => image)), JSON.parse(named(objects, 'ConfigMap', 'p-pinata-code-operator').data['operator.json']).image])].sort();

  test('is mirrored by what docs/DEPLOYMENT.md says: ours are built, and the others copied', { skip: process.platform === 'win32' ? 'it is a script for sh' : false }, () => {
    const root = path.join(chart, '../..');
    const [, script] = /## Without the internet[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync(path.join(root, 'docs/DEPLOYMENT.md'), 'utf8'));
    const played = 'npm() { echo "build $PINATA_IMAGE_PREFIX"; }; docker() { echo "$2"; }; helm() { echo "$@"; }; skopeo() { case $2 in docker://pinata-code/*) exit 1;; esac; echo "${3#docker://}"; }; ';
    const { status, stdout } = spawnSync('sh', ['-ec', played + script], { cwd: root, encoding: 'utf8' });
    assert.equal(status, 0);
    const [build, ...images] = stdout.trim().split('\n');
    assert.equal(build, 'build registry.example.org/mirror/pinata-code');
    assert.match(images.pop(), /^install .*--set global\.imageRegistry=registry\.example\.org\/mirror$/);
    assert.deepEqual(images.sort(), imagesOf(renderChart({ set: ['global.imageRegistry=registry.example.org/mirror'] })));
  });

  test('lists what the default values pull, and nothing else', () => {
    const listed = readFileSync(path.join(chart, 'images.txt'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    assert.deepEqual(listed.toSorted(), imagesOf(objectsOf('default.yaml')));
  });
});
