import { z } from 'zod';

const labelValue = z.string().regex(/^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/, 'must be usable as the value of a label');
const quantity = z.string().regex(/^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$/, 'must be a quantity such as 500m or 2Gi');
const wholeNumber = (minimum: number, maximum: number) => z.number().int().min(minimum).max(maximum);
/** A replica that takes over, which takes 15 seconds, must still find how a Job ended. */
const SHORTEST_LOOK_SECONDS = 60;
const OUR_LABELS = /^(pinata\.dev|app\.kubernetes\.io)\//;
const ownLabels = z.record(z.string().refine((name) => !OUR_LABELS.test(name), 'is a label that the operator sets itself'), labelValue);

const toleration = z.strictObject({
  key: z.string().optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  tolerationSeconds: z.number().int().optional(),
});

/** What scans of up to so much memory get besides it. */
const sizeClass = z.strictObject({
  name: z.string().min(1),
  upToMemoryMegabytes: wholeNumber(1, 16_777_216),
  cpuRequest: quantity,
  /** Absent: as much as the node has to spare. */
  cpuLimit: quantity.optional(),
});

/** The file that PINATA_OPERATOR_CONFIG names: how scans run on this cluster. The chart writes it from `scanner` and `operator.limits`. */
export const jobSettingsSchema = z.strictObject({
  image: z.string().min(1),
  imagePullPolicy: z.enum(['IfNotPresent', 'Always', 'Never']).default('IfNotPresent'),
  imagePullSecrets: z.array(z.string().min(1)).default([]),
  /** For tests alone: what runs instead of the scanner's entry file; `checkout` or `scan` follows as its last argument. */
  scannerCommand: z.array(z.string()).min(1).default(['node', 'services/scanner/dist/pod.js']),
  limits: z.strictObject({ perCluster: wholeNumber(1, 10_000).default(10), perOrganization: wholeNumber(1, 10_000).default(3) }).prefault({}),
  memory: z
    .strictObject({
      /** What an attempt gets, as a multiple of the one before that ran out of memory. */
      factorAfterOutOfMemory: z.number().min(1).max(8).default(2),
      maximumMegabytes: wholeNumber(64, 16_777_216).default(16_384),
    })
    .prefault({}),
  sizeClasses: z.array(sizeClass).default([
    { name: 'small', upToMemoryMegabytes: 2_048, cpuRequest: '500m' },
    { name: 'medium', upToMemoryMegabytes: 8_192, cpuRequest: '1' },
    { name: 'large', upToMemoryMegabytes: 16_777_216, cpuRequest: '2' },
  ]),
  /** Where the checkout, scratch files and outputs of an attempt lie. */
  workVolumeSize: quantity.default('10Gi'),
  temporaryVolumeSize: quantity.default('1Gi'),
  /** How long a pod may fail to get its image before the attempt counts as failed. */
  imagePullGraceSeconds: wholeNumber(1, 86_400).default(120),
  /** How long a pod that is being removed may stay before its node counts as lost, and how long a pod stays on a node that does not answer. */
  lostNodeSeconds: wholeNumber(1, 86_400).default(60),
  /** How long a Job that ended well stays to be looked at. */
  finishedJobSeconds: wholeNumber(SHORTEST_LOOK_SECONDS, 604_800).default(600),
  nodeSelector: z.record(z.string(), labelValue).default({}),
  tolerations: z.array(toleration).default([]),
  priorityClassName: z.string().min(1).optional(),
  runtimeClassName: z.string().min(1).optional(),
  /** Absent: the image's own user, or whichever the platform gives. */
  runAsUser: wholeNumber(1, 4_294_967_295).optional(),
  fsGroup: wholeNumber(1, 4_294_967_295).optional(),
  /** A claim that several pods may write at once; the scan container finds its organization's folder of it at /cache. */
  cacheVolumeClaim: z.string().min(1).optional(),
  proxy: z.strictObject({ http: z.string().min(1).optional(), https: z.string().min(1).optional(), except: z.string().min(1).optional() }).optional(),
  /** Authorities that are trusted besides the system's, as PEM in one key of a ConfigMap of the scans' namespace. */
  certificateAuthority: z.strictObject({ configMapName: z.string().min(1), key: z.string().min(1).default('ca.crt') }).optional(),
  labels: ownLabels.default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});

export type JobSettings = z.infer<typeof jobSettingsSchema>;
