import { BlockList, isIP } from 'node:net';

/** Addresses inside a house or a machine: a subscriber must not make this server speak to its own surroundings. */
const CLOSED: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'], ['10.0.0.0', 8, 'ipv4'], ['100.64.0.0', 10, 'ipv4'], ['127.0.0.0', 8, 'ipv4'], ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'], ['192.0.0.0', 24, 'ipv4'], ['192.168.0.0', 16, 'ipv4'], ['198.18.0.0', 15, 'ipv4'], ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'], ['64:ff9b::', 32, 'ipv6'], ['2002::', 16, 'ipv6'], ['2001::', 32, 'ipv6'], ['fc00::', 7, 'ipv6'], ['fe80::', 9, 'ipv6'], ['ff00::', 8, 'ipv6'],
];

const closed = new BlockList();
for (const [net, prefix, family] of CLOSED) closed.addSubnet(net, prefix, family);

/** Loopback, private, link-local, shared, multicast and reserved addresses, also written as IPv6. */
export function isClosedAddress(address: string): boolean {
  const family = isIP(address);
  return family === 0 || closed.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

let allowed: ReadonlySet<string> = new Set();

/** Hosts (`name` or `name:port`) that may be told although their address is closed; set once by the composition root. */
export function allowSubscriptionHosts(hosts: readonly string[]): void {
  allowed = new Set(hosts);
}

export const isAllowedHost = (url: URL): boolean => allowed.has(url.hostname) || allowed.has(url.host);

/** `[::1]` without its brackets. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Undefined unless it is http(s), holds no password and is no closed address; names are looked up when sending. */
export function parseEndpoint(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  if (isAllowedHost(url)) return url;
  const host = bareHost(url);
  const isClosed = isIP(host) === 0 ? /(^|\.)(localhost|local|internal)\.?$/i.test(host) : isClosedAddress(host);
  return isClosed ? undefined : url;
}
