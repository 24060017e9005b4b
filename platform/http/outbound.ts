import { lookup as lookUpName, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses inside a house or a machine: nobody outside must make this server speak to its own surroundings. */
const CLOSED: readonly [string, number][] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16],
  ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3],
  // Looks public and is the machine's own host in one large cloud (Azure's wire server).
  ['168.63.129.16', 32],
];

/** Of IPv6 only what is routed world-wide is open (2000::/3), and of that nothing that stands for an IPv4 address (6to4, Teredo). */
const CLOSED_IPV6: readonly [string, number][] = [['::', 3], ['4000::', 2], ['8000::', 1], ['2001::', 32], ['2002::', 16]];

const closed = new BlockList();
for (const [net, prefix] of CLOSED) closed.addSubnet(net, prefix, 'ipv4');
// A list of its own: `::/3` would hold every IPv4 address.
const closedIpv6 = new BlockList();
for (const [net, prefix] of CLOSED_IPV6) closedIpv6.addSubnet(net, prefix, 'ipv6');
const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');

/** Loopback, private, link-local, shared, multicast and reserved addresses, also written as IPv6. */
export function isClosedAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  // A list compares an IPv4 address that is written as IPv6 with its IPv4 rules.
  if (family === 4 || mapped.check(address, 'ipv6')) return closed.check(address, family === 4 ? 'ipv4' : 'ipv6');
  return closedIpv6.check(address, 'ipv6');
}

let allowed: ReadonlySet<string> = new Set();

/** Hosts (`name` or `name:port`) that may be called although their address is closed; set once by the composition root. */
export function allowInsideHosts(hosts: readonly string[]): void {
  allowed = new Set(hosts);
}

export const isAllowedHost = (url: URL): boolean => allowed.has(url.hostname) || allowed.has(url.host);

/** `[::1]` without its brackets. */
const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Undefined unless it is http(s), holds no password and is no closed address; names are looked up when calling. */
export function parseOutboundUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  if (isAllowedHost(url)) return url;
  const host = bareHost(url);
  const isClosed = isIP(host) === 0 ? /(^|\.)(localhost|local|internal)\.?$/i.test(host) : isClosedAddress(host);
  return isClosed ? undefined : url;
}

/** Finds every address of a name, as `dns.lookup` does with `all`. */
type Resolver = (name: string, options: LookupOptions & { all: true }, done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void) => void;

/** The name is looked up once and the address checked is the address connected to. */
export const checkedLookup = (resolve: Resolver): LookupFunction => (name, options, done) =>
  resolve(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    const open = found.filter(({ address }) => !isClosedAddress(address));
    if (open.length === 0) return done(new Error('closed address'), '', 0);
    return options.all ? done(null, open) : done(null, open[0]!.address, open[0]!.family);
  });

const openLookup: LookupFunction = checkedLookup(lookUpName);

export interface OutsideCall {
  readonly url: URL;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until the head of the answer is whole, however slowly it comes. */
  readonly headMsMax: number;
  /** The address comes from the administrator's settings and may lie inside. */
  readonly isTrusted?: boolean;
}

/**
 * The answer's head, its body unread; redirects are answers and never followed. Rejects with a short reason and always settles: also where the
 * peer changes the protocol, of which Node tells by neither answer nor error.
 */
export function callOutside({ url, method = 'GET', headers = {}, body, headMsMax, isTrusted = false }: OutsideCall): Promise<IncomingMessage> {
  const isOpen = isTrusted || isAllowedHost(url);
  const host = bareHost(url);
  if (!isOpen && isIP(host) !== 0 && isClosedAddress(host)) return Promise.reject(new Error('closed address'));
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    agent: false,
    ...(isOpen ? {} : { lookup: openLookup }),
  };
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options);
    const timer = setTimeout(() => request.destroy(new Error('no answer in time')), headMsMax);
    request.on('response', resolve);
    request.on('upgrade', (_head, socket) => {
      socket.destroy();
      reject(new Error('status 101'));
    });
    request.on('error', (error: NodeJS.ErrnoException) => reject(new Error(error.code ?? error.message)));
    request.on('close', () => {
      clearTimeout(timer);
      reject(new Error('the connection broke'));
    });
    request.on('response', () => clearTimeout(timer));
    request.end(body);
  });
}

export interface JsonRequest extends Omit<OutsideCall, 'url' | 'headMsMax' | 'method'> {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  /** Of the whole answer. */
  readonly timeoutMs?: number;
  readonly bytesMax?: number;
}

/**
 * Asks an address outside for JSON. Rejects with a short reason: closed address, redirect or other status, no answer in
 * time, more than `bytesMax`, no JSON.
 */
export async function requestJson({ url: text, headers = {}, timeoutMs = 5_000, bytesMax = 256 * 1024, isTrusted = false, ...call }: JsonRequest): Promise<unknown> {
  const url = isTrusted ? new URL(text) : parseOutboundUrl(text);
  if (!url) throw new Error('closed address');
  const until = performance.now() + timeoutMs;
  const response = await callOutside({ ...call, url, isTrusted, headers: { accept: 'application/json', ...headers }, headMsMax: timeoutMs });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`status ${response.statusCode ?? 0}`);
  }
  const timer = setTimeout(() => response.destroy(new Error('no answer in time')), Math.max(0, until - performance.now()));
  const bytes = await readWhole(response, bytesMax).finally(() => clearTimeout(timer));
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error('no JSON');
  }
}

async function readWhole(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > bytesMax) throw new Error('answer too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
