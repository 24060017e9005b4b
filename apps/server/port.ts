import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';

const RETRY_MS = 250;

/** Fails early when the port is taken, before minutes of other work. Waits shortly for a run that is just ending. */
export async function requireFreePort(address: { port: number; host: string | undefined }, patienceMs: number): Promise<void> {
  if (address.port === 0) return;
  for (const deadline = Date.now() + patienceMs; ; await sleep(RETRY_MS)) {
    const code = await tryListening(address);
    if (code === undefined) return;
    if (code !== 'EADDRINUSE' || Date.now() > deadline) throw portFailure(address.port, code);
  }
}

/** A port that nobody listens on at this moment. */
export function findFreePort(host: string | undefined): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen({ port: 0, host: host ?? '::' }, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** What to tell when listening failed with this system error. */
export function portFailure(port: number, code: string): StartUpFailure {
  if (code === 'EACCES') {
    return new StartUpFailure('port-busy', {
      zh: `没有权限使用端口 ${port}（1024 以下需要特权）。请改用其他端口，例如：PORT=8081 npm start`,
      en: `The port ${port} is not allowed to this user (below 1024 needs privileges). Choose another: PORT=8081 npm start`,
    });
  }
  return new StartUpFailure('port-busy', {
    zh: `端口 ${port} 已被其他程序占用（${code}）。请停止该程序，或改用其他端口，例如：PORT=${port + 1} npm start`,
    en: `The port ${port} is in use by another program (${code}). Stop that program or choose another port: PORT=${port + 1} npm start`,
  });
}

function tryListening({ port, host }: { port: number; host: string | undefined }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: { code?: string }) => resolve(error.code ?? 'error'));
    probe.listen({ port, ...(host === undefined ? {} : { host }) }, () => probe.close(() => resolve(undefined)));
  });
}
