import { create, toBinary } from '@bufbuild/protobuf';
import { CheckoutGrantSchema, PodGrantSchema, type AttemptGrant } from '@pinata/proto';
import type { Job, Secret } from '../runtime/kubernetes-objects.js';
import { labelsOf } from './job-spec.js';
import type { AttemptRecord, Scan } from './scan-resource.js';

/** The grant as the pod mounts it, owned by its Job: one part for each container, the git credential in the checkout's alone. */
export function secretOf(scan: Scan, attempt: AttemptRecord, job: Job, grant: AttemptGrant): Secret {
  const checkout = create(CheckoutGrantSchema, { ...(grant.scan === undefined ? {} : { scan: grant.scan }), ...(grant.credential === undefined ? {} : { credential: grant.credential }) });
  const source = grant.scan?.source;
  const scanPart = grant.scan === undefined ? undefined : { ...grant.scan, ...(source === undefined ? {} : { source: { ...source, credential: undefined } }) };
  const pod = create(PodGrantSchema, {
    ...(scanPart === undefined ? {} : { scan: scanPart }),
    ...(grant.nats === undefined ? {} : { nats: grant.nats }),
    ...(grant.upload === undefined ? {} : { upload: grant.upload }),
    previousFactPackUrl: grant.previousFactPackUrl,
    expiresAt: grant.expiresAt,
  });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    immutable: true,
    metadata: {
      name: attempt.jobName,
      ...(scan.metadata.namespace === undefined ? {} : { namespace: scan.metadata.namespace }),
      labels: labelsOf(scan, attempt.number),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, uid: job.metadata.uid ?? '', controller: true, blockOwnerDeletion: false }],
    },
    data: { checkout: base64(toBinary(CheckoutGrantSchema, checkout)), scan: base64(toBinary(PodGrantSchema, pod)) },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
