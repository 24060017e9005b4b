import type { FastifyRequest } from 'fastify';

const PORT = String.raw`(:\d{1,5})?`;
const LOOPBACK = new RegExp(`^(localhost|127\\.0\\.0\\.1|\\[::1\\])${PORT}$`, 'i');

/**
 * The address of this server, by which a signed assertion says for whom it was made. Without a public one a request may name this machine by `localhost` or
 * by the address that it was sent to, and nothing else: whoever was given an assertion for a server of their own could write that server's name
 * into `Host` and be served here.
 */
export function ownAddress(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  const { localAddress, localPort } = request.socket;
  if (LOOPBACK.test(request.host) || request.host.replace(new RegExp(`${PORT}$`), '') === bracketed(localAddress)) return `${request.protocol}://${request.host}`;
  return `${request.protocol}://localhost:${localPort ?? 80}`;
}

/** As `Host` writes it. */
function bracketed(address = ''): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return plain.includes(':') ? `[${plain}]` : plain;
}
