import { readFileSync, statSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Server as HttpsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import type { Log } from './log.ts';

/** PEM: the certificate with its chain, and the private key. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface TlsOptions {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: 'TLSv1.2';
}

const LOOK_MS = 30_000;

/** Throws StartUpFailure `settings-invalid` when the files cannot be read or do not belong together. */
export function readTls({ certificate, key }: TlsFiles): TlsOptions {
  try {
    const options: TlsOptions = { cert: readFileSync(certificate), key: readFileSync(key), minVersion: 'TLSv1.2' };
    createSecureContext(options);
    return options;
  } catch (error) {
    const why = (error as Error).message;
    throw new StartUpFailure('settings-invalid', {
      zh: `TLS 证书或私钥无法使用（${certificate}，${key}）：${why}`,
      en: `The TLS certificate or its key cannot be used (${certificate}, ${key}): ${why}`,
    });
  }
}

/** Takes a renewed certificate without a restart; connections that are open go on. A pair that does not fit is logged and left. */
export function followTlsFiles(server: FastifyInstance, files: TlsFiles, { log, lookMs = LOOK_MS }: { log: Log; lookMs?: number }): void {
  let seen = changedAt(files);
  const timer = setInterval(() => {
    const now = changedAt(files);
    if (now === seen) return;
    seen = now;
    try {
      (server.server as unknown as HttpsServer).setSecureContext(readTls(files));
      log('tls.reloaded', {});
    } catch (error) {
      log('tls.not-reloaded', { reason: describeSafely(error) });
    }
  }, lookMs).unref();
  server.addHook('onClose', async () => clearInterval(timer));
}

function changedAt({ certificate, key }: TlsFiles): string {
  try {
    return [certificate, key].map((file) => statSync(file).mtimeMs).join();
  } catch {
    // In the middle of being replaced: the next look finds it.
    return 'missing';
  }
}
