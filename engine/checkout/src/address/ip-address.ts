import { BlockList, isIP } from 'node:net';

/** Ranges that are not the public internet (IANA's special-purpose registries, RFC 6890 and its successors). */
const PRIVATE_4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'];
const PRIVATE_6 = ['::/127', '100::/64', '2001::/23', '2001:db8::/32', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'];
/** IPv6 prefixes that carry an IPv4 address in the 32 bits after them: mapped, compatible, NAT64, 6to4. */
const EMBEDDING = [
  { range: '::ffff:0:0/96', groupsBefore: 6 },
  { range: '::ffff:0:0:0/96', groupsBefore: 6 },
  { range: '::/96', groupsBefore: 6 },
  { range: '64:ff9b::/96', groupsBefore: 6 },
  { range: '64:ff9b:1::/48', groupsBefore: 6 },
  { range: '2002::/16', groupsBefore: 1 },
] as const;

const privateAddresses = new BlockList();
for (const range of PRIVATE_4) addRange(privateAddresses, range, 'ipv4');
for (const range of PRIVATE_6) addRange(privateAddresses, range, 'ipv6');
const embedding = EMBEDDING.map(({ range, groupsBefore }) => {
  const list = new BlockList();
  addRange(list, range, 'ipv6');
  return { list, groupsBefore };
});

/** Whether an IP address is anything but a public one. What is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return privateAddresses.check(address, 'ipv4');
  if (family !== 6) return true;
  const bare = address.replace(/%.*$/, '');
  if (bare !== address) return true;
  if (privateAddresses.check(bare, 'ipv6')) return true;
  return embedding.some(({ list, groupsBefore }) => list.check(bare, 'ipv6') && isPrivateAddress(embeddedIpv4(bare, groupsBefore)));
}

/**
 * The address that a host spells, if it spells one, in its usual form: `2130706433`, `0x7f.1` and `0177.0.0.1` are all
 * 127.0.0.1, as programs below us read them.
 */
export function spelledAddress(host: string): string | undefined {
  if (isIP(host) !== 0) return host;
  const parts = host.replace(/\.$/, '').split('.');
  if (parts.length > 4 || !parts.every((part) => /^(?:0x[0-9a-f]*|\d+)$/i.test(part))) return undefined;
  const numbers = parts.map((part) => (/^0x/i.test(part) ? Number.parseInt(part.slice(2) || '0', 16) : Number.parseInt(part, part.startsWith('0') && part.length > 1 ? 8 : 10)));
  const last = numbers.pop() ?? NaN;
  const room = 256 ** (4 - numbers.length);
  if (numbers.some((number) => !(number < 256)) || !(last < room)) return undefined;
  const value = numbers.reduce((sum, number, i) => sum + number * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function embeddedIpv4(address: string, groupsBefore: number): string {
  const groups = expand(address);
  const high = groups[groupsBefore] ?? 0;
  const low = groups[groupsBefore + 1] ?? 0;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 address. */
function expand(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted === null ? address : `${dotted[1] ?? ''}${hexPair(dotted[2], dotted[3])}:${hexPair(dotted[4], dotted[5])}`;
  const [head = '', tail] = text.split('::');
  const groups = (part: string): number[] => part.split(':').filter((group) => group !== '').map((group) => Number.parseInt(group, 16));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0), ...after];
}

function hexPair(high: string | undefined, low: string | undefined): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', prefix = ''] = range.split('/');
  list.addSubnet(network, Number(prefix), family);
}
