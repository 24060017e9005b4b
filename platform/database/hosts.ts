import pg from 'pg';

/** As libpq names them; the platform writes, so only servers that take writes will do. */
const SESSION_ATTRIBUTES = new Set(['any', 'read-write', 'primary']);
const HOSTS_MAX = 16;
const PROBE_MS_MAX = 3000;
/** For so long a server that took writes is taken to do so still; a connection that fails ends it at once. */
const KNOWN_MS = 1000;
const DEFAULT_PORT = '5432';

/** Servers that one address names, each as an address of its own. */
export interface Hosts {
  readonly urls: readonly string[];
  /** `host:port` of each, without user and password. */
  readonly names: readonly string[];
  readonly database: string;
  /** Several servers, or one that has to be asked whether it takes writes. */
  readonly isAsked: boolean;
}

/**
 * Reads `postgresql://user:password@first:5432,second:5432/database?target_session_attrs=read-write`, as libpq does (also `?host=first,second&port=…`,
 * IPv6 in brackets, a folder of sockets). Throws a plain Error that says what is wrong, without the password.
 */
export function readHosts(url: string): Hosts {
  const [, scheme, user = '', authority = '', path = '', search = ''] = /^(postgres(?:ql)?:\/\/)((?:[^/?#]*@)?)([^/?#@]*)(\/[^?#]*)?(?:\?([^#]*))?/.exec(url) ?? [];
  if (scheme === undefined) throw new Error('postgresql://user:password@host:5432/database');
  const parameters = new URLSearchParams(search);
  const attributes = parameters.get('target_session_attrs');
  if (attributes !== null && !SESSION_ATTRIBUTES.has(attributes)) throw new Error(`target_session_attrs=${attributes}: the platform writes; use read-write`);
  const [hosts, ports] = [parameters.get('host')?.split(','), parameters.get('port')?.split(',')];
  const pairs = (hosts ?? authority.split(',')).map((text) => splitPort(text, hosts !== undefined));
  if (pairs.length > HOSTS_MAX || (ports !== undefined && ports.length !== 1 && ports.length !== pairs.length)) throw new Error('as many ports as hosts, and at most 16 of them');
  for (const name of ['host', 'port', 'target_session_attrs']) parameters.delete(name);
  const places = pairs.map(({ host, port }, at) => ({ host, port: (ports === undefined ? undefined : ports.length === 1 ? ports[0] : ports[at]) || port || DEFAULT_PORT }));
  return {
    urls: places.map(({ host, port }) => placeUrl({ scheme, user, path, parameters }, host, port)),
    names: places.map(({ host, port }) => `${host || 'localhost'}:${port}`),
    database: path,
    isAsked: places.length > 1 || attributes === 'read-write' || attributes === 'primary',
  };
}

function splitPort(text: string, isParameter: boolean): { host: string; port: string | undefined } {
  if (isParameter) return { host: text, port: undefined };
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(text) ?? [];
  if (host === '' && text !== '') throw new Error('a host is written name, name:5432 or [::1]:5432');
  return { host, port };
}

interface Common {
  readonly scheme: string;
  readonly user: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** A folder of sockets has no place in an authority. */
function placeUrl({ scheme, user, path, parameters }: Common, host: string, port: string): string {
  if (!host.startsWith('/')) return `${scheme}${user}${host || 'localhost'}:${port}${path}${parameters.size === 0 ? '' : `?${parameters.toString()}`}`;
  const all = new URLSearchParams([...parameters, ['host', host], ['port', port]]);
  return `${scheme}${user}localhost${path}?${all.toString()}`;
}

/** Which of several servers takes writes now. One of a process for an address. */
class Writable {
  private readonly hosts: Hosts;
  private known: { readonly url: string; readonly at: number } | undefined;
  private last: string | undefined;
  private asking: Promise<string> | undefined;

  constructor(hosts: Hosts) {
    this.hosts = hosts;
  }

  find(): Promise<string> {
    if (this.known && performance.now() - this.known.at < KNOWN_MS) return Promise.resolve(this.known.url);
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  forget(): void {
    this.known = undefined;
  }

  /** The one of before is asked first: should two take writes by an operator's mistake, the platform does not change between them. */
  private async ask(): Promise<string> {
    const { last } = this;
    const found = (last !== undefined && (await takesWrites(last).then(() => last, () => undefined))) || (await this.askAll());
    this.known = { url: found, at: performance.now() };
    this.last = found;
    return found;
  }

  private async askAll(): Promise<string> {
    try {
      return await Promise.any(this.hosts.urls.map(async (url) => takesWrites(url).then(() => url)));
    } catch (error) {
      const reasons = (error as AggregateError).errors as (Error & { code?: string })[];
      const told = reasons.map(({ message, code }, at) => `${this.hosts.names[at]!}: ${message || code || 'no answer'}`).join('; ');
      // A wrong password is wrong everywhere and does not mend itself by waiting.
      throw Object.assign(new Error(told), { code: reasons.every(({ code }) => code === reasons[0]!.code) ? reasons[0]!.code : 'ECONNREFUSED' });
    }
  }
}

async function takesWrites(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PROBE_MS_MAX, query_timeout: PROBE_MS_MAX });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ isReadOnly: boolean }>(`select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as "isReadOnly"`);
    if (rows[0]?.isReadOnly !== false) throw new Error('takes no writes');
  } finally {
    await client.end().catch(() => undefined);
  }
}

const writables = new Map<string, Writable>();

function writableOf(url: string, hosts: Hosts): Writable {
  let writable = writables.get(url);
  if (!writable) writables.set(url, (writable = new Writable(hosts)));
  return writable;
}

/** The address of the server that takes writes; an address of one server is given back as it is, unasked. */
export async function writableUrl(url: string): Promise<string> {
  const hosts = readHosts(url);
  return hosts.isAsked ? writableOf(url, hosts).find() : url;
}

/** What the driver's client keeps of its address. */
interface Addressed {
  host: string;
  port: number;
  connectionParameters: { host: string; port: number };
}

type ClientClass = new (config?: string | pg.ClientConfig) => pg.Client;

/**
 * Settings of a pool for the address: each new connection goes to the server that takes writes at that moment, so that a pool follows a failover
 * without a restart. Connections that broke with the former server are replaced as they are used.
 */
export function poolAddress(url: string, Base: ClientClass = pg.Client): Pick<pg.PoolConfig, 'connectionString' | 'Client'> {
  const hosts = readHosts(url);
  if (!hosts.isAsked) return { connectionString: url, ...(Base === pg.Client ? {} : { Client: Base }) };
  const writable = writableOf(url, hosts);
  class FollowingClient extends Base {
    override connect(): Promise<pg.Client>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | void {
      const connected = writable.find().then(async (found) => {
        const { host, port } = new pg.Client({ connectionString: found });
        const address = this as unknown as Addressed;
        Object.assign(address, { host, port });
        Object.assign(address.connectionParameters, { host, port });
        await super.connect();
        return this as pg.Client;
      }).catch((error: unknown) => {
        writable.forget();
        throw error;
      });
      if (callback === undefined) return connected;
      // The driver's own form for callers that want no promise.
      void (async () => callback((await connected.then(() => undefined, (error: unknown) => error)) as Error))();
    }
  }
  return { connectionString: hosts.urls[0]!, Client: FollowingClient };
}
