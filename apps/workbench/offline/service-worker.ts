// Keeps the workbench's own files so that it opens without a line. It never keeps an answer of the server: what `/api`, `/fhir` and the portal say passes by.

/** What this file uses of a service worker; the library of the browser's types knows pages only. */
interface WorkerEvent extends Event {
  readonly request: Request;
  readonly data: unknown;
  respondWith(answer: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate' | 'fetch' | 'message', listener: (event: WorkerEvent) => void): void;
}

const worker = globalThis as unknown as Worker;
const CACHE = 'yigong-workbench';
const SHELL = '/';
const FILE = /^\/assets\/[^?]+$/;
/** Addresses that are no page of the workbench. */
const OTHERS = /^\/(api|fhir|oauth2|authorize|\.well-known|healthz|readyz|metrics|portal|setup)(\/|$)/;
const FILES_MAX = 400;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (FILE.test(pathname)) event.respondWith(fileOf(request));
  else if (request.mode === 'navigate' && !OTHERS.test(pathname) && !/\.[a-z0-9]{2,5}$/i.test(pathname)) event.respondWith(pageOf(request));
});
worker.addEventListener('message', (event) => {
  const paths = Array.isArray(event.data) ? event.data.filter((path): path is string => typeof path === 'string' && FILE.test(path)) : [];
  event.waitUntil(keepAll(paths.slice(0, FILES_MAX)));
});

/** The page of the server while it answers; the kept one when it cannot be reached. */
async function pageOf(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await keepShell(answer.clone());
    return answer;
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(SHELL);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** A name of a file holds the hash of its content: what is kept is right. */
async function fileOf(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

/** Files of a former version go when the page of a new one comes. */
async function keepShell(answer: Response): Promise<void> {
  const cache = await caches.open(CACHE);
  const [former, text] = await Promise.all([cache.match(SHELL).then((kept) => kept?.text()), answer.clone().text()]);
  if (former === text) return;
  if (former !== undefined) await Promise.all((await cache.keys()).map((each) => cache.delete(each)));
  await cache.put(SHELL, answer);
}

/** What the page had loaded before this worker stood beside it. */
async function keepAll(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  await keepShell(await fetch(SHELL));
  await Promise.all(paths.map(async (path) => {
    if ((await cache.match(path)) !== undefined) return;
    const answer = await fetch(path);
    if (answer.ok) await cache.put(path, answer);
  }));
}
