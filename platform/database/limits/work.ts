import type { Socket } from 'node:net';
import type { WorkKind } from './time-limits.ts';

/** Whoever waits for the answer. */
export interface Caller {
  readonly isGone: boolean;
  /** Calls `leave` once when the caller hangs up; returns how to forget it again. */
  onGone(leave: () => void): () => void;
}

/** On whose behalf statements run, and as what. */
export interface Work {
  readonly kind: WorkKind;
  readonly caller?: Caller | undefined;
}

/** One listener a socket, however many statements run for it at once. */
const leaving = new WeakMap<Socket, Set<() => void>>();

function leavingOf(socket: Socket): Set<() => void> {
  const known = leaving.get(socket);
  if (known) return known;
  const all = new Set<() => void>();
  leaving.set(socket, all);
  socket.once('close', () => {
    for (const leave of all) leave();
  });
  return all;
}

/** The other end of a connection. A class, since one is made for every request. */
export class SocketCaller implements Caller {
  private readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  get isGone(): boolean {
    return this.socket.destroyed;
  }

  onGone(leave: () => void): () => void {
    const all = leavingOf(this.socket);
    all.add(leave);
    return () => void all.delete(leave);
  }
}

/** What of its own accord was ended; SQLSTATE 57014 as PostgreSQL says it for its own limit. */
export const STATEMENT_ENDED = '57014';

/** The work took longer than its kind may. Nothing of it was stored. */
export class TimeLimitExceeded extends Error {
  readonly code = STATEMENT_ENDED;
  readonly kind: WorkKind;
  readonly secondsMax: number;

  constructor(kind: WorkKind, secondsMax: number) {
    super(`Work of the kind ${kind} took longer than ${secondsMax} s`);
    this.name = 'TimeLimitExceeded';
    this.kind = kind;
    this.secondsMax = secondsMax;
  }
}

/** Nobody waits for the answer any more. */
export class CallerGone extends Error {
  constructor() {
    super('Whoever asked has hung up');
    this.name = 'CallerGone';
  }
}
