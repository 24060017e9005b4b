import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import type { StoredEvent } from '#platform/events/outbox.ts';

/** A browser that does not read (a closed laptop) is dropped; it catches up by Last-Event-ID. */
const UNREAD_BYTES_MAX = 512 * 1024;
const RETRY_MS = 3_000;
/** With what the reader of subjects remembers (0.8 s) less than the second within which a sign-out counts everywhere. */
const SUBJECT_MS_MAX = 100;

/** One open event stream (HTML Living Standard §9.2). */
export class LiveConnection {
  readonly request: FastifyRequest;
  readonly response: ServerResponse;
  /** Read anew before anything is told, and at each heartbeat: sign-out and change of organisation take effect. */
  subject: Subject;
  private readAt = performance.now();

  constructor(request: FastifyRequest, response: ServerResponse, subject: Subject) {
    this.request = request;
    this.response = response;
    this.subject = subject;
  }

  open(onClose: () => void): void {
    this.response.once('close', onClose);
    this.response.on('error', () => undefined);
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      // So that a server that stops does not wait for the browser to let go.
      connection: 'close',
    });
    this.write(`retry: ${RETRY_MS}\n\n`);
  }

  send(event: StoredEvent, ids: readonly string[]): void {
    this.write(`id: ${event.eventId}\ndata: ${JSON.stringify({ name: event.name, ids })}\n\n`);
  }

  /** Keeps proxies from closing the stream, and ends it when nobody is signed in any more. */
  async beat(subjectOf: (request: FastifyRequest) => Promise<Subject>): Promise<void> {
    if (await this.freshen(subjectOf, 0)) this.write(': still here\n\n');
  }

  /** Reads the subject again when it is older than `ageMax` milliseconds; false when nobody is signed in any more. */
  async freshen(subjectOf: (request: FastifyRequest) => Promise<Subject>, ageMax = SUBJECT_MS_MAX): Promise<boolean> {
    if (performance.now() - this.readAt <= ageMax) return true;
    try {
      this.subject = await subjectOf(this.request);
    } catch {
      this.end();
      return false;
    }
    this.readAt = performance.now();
    if (this.subject.id === '') this.end();
    return this.subject.id !== '';
  }

  end(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    if (this.response.writableLength > UNREAD_BYTES_MAX) this.response.destroy();
    else this.response.write(text);
  }
}
