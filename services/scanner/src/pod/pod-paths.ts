import path from 'node:path';

/** Where the Job mounts what its containers use. */
export interface PodPaths {
  readonly checkoutGrant: string;
  readonly scanGrant: string;
  /** An empty folder that both containers share. */
  readonly work: string;
  /** What the kubelet reads when a container ends. */
  readonly terminationLog: string;
}

/** @param root another one only in tests, which run the containers' programs as processes */
export function podPaths(root = '/'): PodPaths {
  return {
    checkoutGrant: path.join(root, 'var/run/pinata/grant/checkout'),
    scanGrant: path.join(root, 'var/run/pinata/grant/scan'),
    work: path.join(root, 'work'),
    terminationLog: path.join(root, 'dev/termination-log'),
  };
}

export const outputFolder = ({ work }: PodPaths): string => path.join(work, 'output');
export const sourceRecord = ({ work }: PodPaths): string => path.join(work, 'source.json');
