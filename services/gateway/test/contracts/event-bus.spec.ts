import { InProcessEventBus } from '../../src/adapters/event-bus/in-process/in-process-event-bus.js';
import { eventBusContract } from './event-bus.contract.js';

eventBusContract('in process', (onError) => ({ bus: new InProcessEventBus(onError), settle: () => new Promise((resolve) => setImmediate(resolve)) }));
