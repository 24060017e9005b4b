const WORKER = '/service-worker.js';

/** Lets the workbench open without a line, where the browser allows it (https, or this machine). Resolves when its files are kept. */
export async function keepWorkbench(): Promise<void> {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  performance.setResourceTimingBufferSize(1_000);
  const tell = (): void => {
    const paths = performance.getEntriesByType('resource').map(({ name }) => new URL(name)).filter(({ origin, pathname }) => origin === window.location.origin && pathname.startsWith('/assets/')).map(({ pathname }) => pathname);
    navigator.serviceWorker.controller?.postMessage([...new Set(paths)]);
  };
  navigator.serviceWorker.addEventListener('controllerchange', tell);
  try {
    await navigator.serviceWorker.register(WORKER);
    await navigator.serviceWorker.ready;
    tell();
  } catch {
    // Forbidden by the browser or by a policy of the house: the workbench then needs its line, as before.
  }
}
