import type { WebSocket } from 'ws';
import type { Subject } from '#platform/access/subject.ts';

export const POLICY_VIOLATION = 1008;
/** Waiting in this process for a subscriber that does not read; then it is let go, and its notices wait in the database. */
const BUFFERED_BYTES_MAX = 64 * 1024;
const BINDINGS_MAX = 100;
const BIND = /^bind ([A-Za-z0-9\-.]{1,64})$/;

export interface SocketEvents {
  /** `bind <id>` was asked for; true when it holds from now on. */
  readonly onBind: (socket: SubscriberSocket, subscriptionId: string) => Promise<boolean>;
  /** The other side has received everything up to a ping. */
  readonly onConfirmed: (noticeIds: readonly string[]) => void;
  readonly onClosed: (socket: SubscriberSocket) => void;
}

/**
 * One connection of a subscriber (https://hl7.org/fhir/R4/subscription.html, "Websockets"): `bind <id>` is answered by `bound <id>`,
 * then comes `ping <id>`. After each a control frame is sent, whose answer proves that what came before it has arrived.
 */
export class SubscriberSocket {
  /** Read anew before anything is told. */
  subject: Subject;
  /** Subscription → number of the last ping sent here. */
  readonly seen = new Map<string, number>();
  private readonly socket: WebSocket;
  private readonly unconfirmed = new Map<string, readonly string[]>();
  private sent = 0;
  private isAlive = true;
  private work: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, subject: Subject, events: SocketEvents) {
    this.socket = socket;
    this.subject = subject;
    socket.on('message', (data, isBinary) => this.heard(isBinary ? '' : String(data as Buffer), events));
    socket.on('pong', (data) => {
      this.isAlive = true;
      const noticeIds = this.unconfirmed.get(String(data));
      this.unconfirmed.delete(String(data));
      if (noticeIds !== undefined && noticeIds.length > 0) events.onConfirmed(noticeIds);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => events.onClosed(this));
  }

  ping(subscriptionId: string, noticeIds: readonly string[]): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > BUFFERED_BYTES_MAX) return this.socket.terminate();
    this.sent += 1;
    this.unconfirmed.set(String(this.sent), noticeIds);
    this.socket.send(`ping ${subscriptionId}`);
    this.socket.ping(String(this.sent));
  }

  /** Ends a connection that has not answered since the last beat. */
  beat(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    this.socket.ping();
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  /** One at a time: a second bind waits for the first. */
  private heard(text: string, { onBind }: SocketEvents): void {
    const subscriptionId = BIND.exec(text.trim())?.[1];
    if (subscriptionId === undefined) return this.close(POLICY_VIOLATION, 'bind <id> is what is understood here');
    if (!this.seen.has(subscriptionId) && this.seen.size >= BINDINGS_MAX) return this.close(POLICY_VIOLATION, 'too many subscriptions');
    this.work = this.work.then(async () => {
      if (await onBind(this, subscriptionId)) return;
      this.close(POLICY_VIOLATION, 'no such subscription');
    }).catch(() => this.socket.terminate());
  }

  /** Sent before the first ping of the subscription. */
  bound(subscriptionId: string, pings: number): void {
    this.seen.set(subscriptionId, pings);
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(`bound ${subscriptionId}`);
  }
}
