import type { KubernetesEvent } from '../runtime/kubernetes-objects.js';
import type { ScanNotice } from './decide.js';
import { SCAN_API_VERSION, SCAN_KIND, type Scan } from './scan-resource.js';
import { timeText } from './scan-status.js';

const LONGEST_MESSAGE = 1000;
const COMPONENT = 'pinata-operator';

/** What `kubectl describe scan` shows. Its name holds the moment, as other components' events do, so that each is one of its own. */
export function noticeEvent(notice: ScanNotice, scan: Scan, identity: string, now: number): KubernetesEvent {
  const namespace = scan.metadata.namespace ?? 'default';
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${scan.metadata.name}.${now.toString(16)}${notice.reason.toLowerCase()}`, namespace },
    involvedObject: { apiVersion: SCAN_API_VERSION, kind: SCAN_KIND, name: scan.metadata.name, namespace, uid: scan.metadata.uid ?? '' },
    type: notice.type,
    reason: notice.reason,
    message: notice.message.slice(0, LONGEST_MESSAGE),
    source: { component: COMPONENT },
    reportingComponent: COMPONENT,
    reportingInstance: identity,
    action: notice.reason,
    count: 1,
    firstTimestamp: timeText(now),
    lastTimestamp: timeText(now),
  };
}
