const LOCAL = /^(?:localhost|127\.|0\.0\.0\.0|host\.docker\.internal|\[::1\])/;
/** What people put after a service's name. */
const ENDINGS = /-(?:service|svc|server|api|app|backend|rest|grpc)$/;

/**
 * Whether a host means a repository: `named` where one of its labels is a name of the repository, `unknown` where it says nothing
 * (absent, or this machine), `foreign` where it names something else.
 */
export function hostFit(host: string | undefined, names: readonly string[]): 'named' | 'unknown' | 'foreign' {
  if (host === undefined || isLocalHost(host)) return 'unknown';
  const labels = host.toLowerCase().replace(/^[^@]*@/, '').replace(/:\d*$/, '').split('.');
  const wanted = new Set(names.map(core));
  return labels.some((label) => wanted.has(core(label))) ? 'named' : 'foreign';
}

/** Whether a host is this machine. */
export function isLocalHost(host: string): boolean {
  return LOCAL.test(host);
}

/** Names that only a private network knows: of one label, of a cluster, and addresses. */
const PRIVATE = /^(?:[^.]+|[\d.]+|.*\.(?:svc(?:\..*)?|local|internal|lan))$/;

/** Whether a host may be a part of the same system: one that the public Internet names is somebody else's. */
export function isPrivateHost(host: string): boolean {
  return isLocalHost(host) || PRIVATE.test(host.toLowerCase().replace(/:\d*$/, ''));
}

/** Whether a path has a part that is no parameter. */
export function hasNames(template: string): boolean {
  return template.split('/').some((part) => part !== '' && part !== '{}');
}

function core(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s]+/g, '-').replace(ENDINGS, '');
}
