import pg, { type Pool, type PoolClient } from 'pg';
import type { LocalSettings } from './local-settings.ts';

/** The role every request runs as: no DDL, and only SELECT and INSERT on action tables. Migrations run as the owner. */
export const APPLICATION_ROLE = 'yigong_app';
/** The role of reads for a subject: row security shows it what the settings open. */
export const READER_ROLE = 'yigong_reader';

const ROLE_STATEMENT = { name: 'yigong_role', text: "select set_config('role', $1, true), access.look($2)" };
/** As `SIGHT_STATEMENT`, but kept by the connection after the statement: only statements of the reader's role look at it. */
const LASTING_STATEMENT = {
  name: 'yigong_lasting_sight',
  text: "select set_config('yigong.sight', $1, false), set_config('yigong.organisations', $2, false), set_config('yigong.person', $3, false), set_config('yigong.purpose', $4, false), set_config('role', $5, true), access.look($6)",
};
/** Settings of one statement inside a transaction, whose end they do not outlive. */
const SIGHT_STATEMENT = {
  name: 'yigong_sight',
  text: "select set_config('yigong.sight', $1, true), set_config('yigong.organisations', $2, true), set_config('yigong.person', $3, true), set_config('yigong.purpose', $4, true), set_config('role', $5, true), access.look($6)",
};
/** Work of the platform itself, as connections of the application begin. */
export const EVERYTHING = ['everything', '{}', '', '', APPLICATION_ROLE] as const;

/** The same rows at less cost, with the same values; right only where `isOpen` says so of the ground that `access.look` showed in its message. */
export interface ShownStatement {
  readonly name?: string;
  readonly text: string;
  readonly isOpen: (ground: string | null) => boolean;
}

export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Its best plan does not depend on its values, and it does little: it may share a message and a transaction with others. */
  readonly isQuick?: boolean;
  /** A quick statement that writes: answered without rows when it is committed. */
  readonly isKept?: boolean;
  /** A quick statement in which the wishes of many are gathered already: it goes at once. */
  readonly isGathered?: boolean;
  /** The person whose rows it is about: that person's ground is then looked up once. Opens nothing by itself. */
  readonly personId?: string | undefined;
  /** What may be run instead of a quick statement, once the ground that the look-up shows has been judged. */
  readonly shown?: ShownStatement | undefined;
}

/** Sight, organisations, person, purpose, role. */
export const valuesOf = (settings: LocalSettings): string[] => ['yigong.sight', 'yigong.organisations', 'yigong.person', 'yigong.purpose'].map((name) => settings[name as keyof LocalSettings] ?? '').concat(READER_ROLE);

/** The driver's connection, as far as the protocol is spoken here. */
interface Wire {
  bind(message: object): void;
  execute(message: object): void;
  sync(): void;
}
/** What each connection keeps; forgotten when a statement fails, since its settings fall with it. */
const kept = new WeakMap<Wire, LocalSettings>();

/** Run on every new connection, so that a sighted statement costs no round trip of its own. */
export const PREPARED: readonly { readonly name: string; readonly text: string; readonly values: readonly string[] }[] = [
  { ...ROLE_STATEMENT, values: [APPLICATION_ROLE, ''] },
  { ...LASTING_STATEMENT, values: [...EVERYTHING, ''] },
  { ...SIGHT_STATEMENT, values: [...EVERYTHING, ''] },
];

interface DriverQuery {
  portal: string;
  queryMode?: string;
  prepare(connection: Wire): void;
  _getRows(connection: Wire, rows: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
  handleError(error: Error, connection: Wire): void;
  callback?: (error: Error | null, result: pg.QueryResult) => void;
}
const DriverQuery = pg.Query as unknown as new (config: object) => DriverQuery;

/**
 * One statement with the settings it is read for, in one message: set, run and (inside a transaction) set back, with a single
 * Sync at the end. Outside a transaction the three are one implicit transaction, whose settings end with it.
 */
class SightedQuery extends DriverQuery {
  private readonly settings: LocalSettings;
  private readonly restores: boolean;
  private readonly asked: string;
  /** What the database answers next: the setting, the statement, the setting back. */
  private part: 'setting' | 'statement' | 'restoring' = 'setting';

  constructor(statement: Statement, settings: LocalSettings, restores: boolean) {
    // A name of its own: PostgreSQL would plan anew each time the role of a prepared statement changes.
    const { name, text, values, personId = '' } = statement;
    super({ text, values, ...(name === undefined ? {} : { name: `${name}_sighted` }), queryMode: 'extended' });
    this.queryMode = 'extended';
    this.asked = personId;
    this.settings = settings;
    this.restores = restores;
  }

  override prepare(connection: Wire): void {
    if (this.restores) this.set(connection, SIGHT_STATEMENT, [...valuesOf(this.settings), this.asked]);
    else if (kept.get(connection) === this.settings) this.set(connection, ROLE_STATEMENT, [READER_ROLE, this.asked]);
    else {
      this.set(connection, LASTING_STATEMENT, [...valuesOf(this.settings), this.asked]);
      kept.set(connection, this.settings);
    }
    super.prepare(connection);
  }

  override handleError(error: Error, connection: Wire): void {
    kept.delete(connection);
    super.handleError(error, connection);
  }

  override _getRows(connection: Wire): void {
    connection.execute({ portal: this.portal, rows: 0 });
    if (this.restores) this.set(connection, SIGHT_STATEMENT, [...EVERYTHING, '']);
    connection.sync();
  }

  override handleDataRow(message: unknown): void {
    if (this.part === 'statement') super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.part === 'statement') super.handleCommandComplete(message, connection);
    this.part = this.part === 'setting' ? 'statement' : 'restoring';
  }

  private set(connection: Wire, { name }: { name: string }, values: readonly string[]): void {
    connection.bind({ portal: '', statement: name, values, binary: false, valueMapper: (value: string) => value });
    connection.execute({ portal: '', rows: 0 });
  }
}

/** Runs a statement for what `settings` may see. `restores` inside a transaction, whose other statements see everything. */
export function runSighted(target: Pool | PoolClient, statement: Statement, { settings, restores }: { settings: LocalSettings; restores: boolean }): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new SightedQuery(statement, settings, restores);
    (target.query as unknown as (query: object, values: undefined, callback: (error: Error | null, result: pg.QueryResult) => void) => void)(
      query, undefined, (error, result) => (error ? reject(error) : resolve(result)));
  });
}
