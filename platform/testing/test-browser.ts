/** A browser reduced to what signing in by redirects needs: cookies by path, no script. */
export interface TestBrowser {
  /** Follows no redirect; remembers and sends cookies as a browser would. */
  go(url: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects while they stay at `origin`; returns the address that leads away, or the last answer's. */
  follow(url: string): Promise<{ url: string; response: Response | undefined }>;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly host: string;
}

const REDIRECTS_MAX = 20;

export function openTestBrowser(origin: string): TestBrowser {
  let cookies: Cookie[] = [];
  const keep = (url: URL, line: string): void => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const attribute = (name: string): string | undefined => attributes.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), path: attribute('path') ?? '/', host: url.host };
    cookies = cookies.filter((each) => !(each.name === cookie.name && each.path === cookie.path && each.host === cookie.host));
    const isOver = attribute('max-age') === '0' || new Date(attribute('expires') ?? '2100-01-01').getTime() <= Date.now();
    if (!isOver && cookie.value !== '') cookies.push(cookie);
  };
  const go: TestBrowser['go'] = async (address, init = {}) => {
    const url = new URL(address, origin);
    const cookie = cookies.filter((each) => each.host === url.host && url.pathname.startsWith(each.path)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) } });
    for (const line of response.headers.getSetCookie()) keep(url, line);
    return response;
  };
  return {
    go,
    follow: async (address) => {
      let url = new URL(address, origin);
      for (let count = 0; count < REDIRECTS_MAX; count += 1) {
        if (url.origin !== origin) return { url: url.href, response: undefined };
        const response = await go(url.href);
        const location = response.headers.get('location');
        if (location === null) return { url: url.href, response };
        url = new URL(location, url);
      }
      throw new Error(`more than ${REDIRECTS_MAX} redirects from ${address}`);
    },
  };
}
