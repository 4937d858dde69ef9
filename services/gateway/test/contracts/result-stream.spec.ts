import { ChildChannelStream } from '../../src/adapters/result-stream/child-channel/child-channel-stream.js';
import { resultStreamContract } from './result-stream.contract.js';

resultStreamContract('child channel', () => {
  const errors: unknown[] = [];
  const stream = new ChildChannelStream((error) => errors.push(error));
  return {
    stream,
    errors,
    sender: (address) => {
      let acknowledged = 0;
      const feed = stream.attach(address, (upTo) => (acknowledged = upTo));
      return { send: (sequence, text) => feed.receive(sequence, Buffer.from(text)), acknowledged: () => acknowledged, finish: () => feed.drained() };
    },
  };
});
