import type { SourceRange } from '@pinata/graph';
import type { TriggerSite } from '../../sites.js';
import { pathOf } from './definitions.js';
import type { Rpc } from './definitions.js';

/** How sure it is that what is registered at a gateway answers the routes of its definition. */
const REGISTERED = 90;
/** The same of a service that a server has, where the gateway is another program or makes calls of gRPC. */
const BEHIND = 70;

/** Routes that a method's definition maps it to: grpc-ecosystem.github.io/grpc-gateway. @param isRegistered at a gateway itself; else they count where nothing else has the handler's routes */
export function gatewayRoutes({ routes }: Rpc, handler: string, range: SourceRange, isRegistered: boolean): readonly TriggerSite[] {
  return routes.map((route): TriggerSite => {
    const [method = '', pattern = ''] = route.split(' ');
    const shared = { kind: 'trigger', framework: 'grpc', rule: 'grpc.gateway', protocol: 'http', method, address: pathOf(pattern), handler, inline: undefined, receiver: undefined, range } as const;
    return isRegistered ? { ...shared, confidence: REGISTERED } : { ...shared, confidence: BEHIND, isFallback: true };
  });
}
