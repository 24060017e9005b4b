import { availableParallelism } from 'node:os';
import type { Pool, PoolClient } from 'pg';
import { rowFrom, type RowColumn } from './content-rows.ts';
import { LaneMessages } from './lane-messages.ts';
import type { LocalSettings } from './local-settings.ts';
import type { RowConnection, RowTaker } from './row-stream.ts';
import { APPLICATION_ROLE, EVERYTHING, type ShownStatement, type Statement, valuesOf } from './sighted.ts';
import { valueTypes } from './value-types.ts';

/** Connections for quick statements: a few of them kept busy need fewer changes between processes than many that wait. */
export const LANES = Math.min(8, Math.max(2, availableParallelism()));
/** Statements that share one message. */
const GROUP_MAX = 16;
/** So often others may go first, to spare a connection a change of its role. */
const PASSED_MAX = 2;

/** A reader and what it may see, kept by the connection until another comes. */
const READER_STATEMENT = {
  name: 'yigong_lane_sight',
  text: "select set_config('yigong.sight', $1, false), set_config('yigong.organisations', $2, false), set_config('yigong.person', $3, false), set_config('yigong.purpose', $4, false), set_config('role', $5, false)",
};
/** The person asked about, whose ground is looked up once for the statements about that person: row security goes by it, and it is shown. */
const LOOK_STATEMENT = {
  name: 'yigong_lane_look',
  // As the function access.look, which makes ready a statement of its own.
  text: `select set_config('yigong.opened', coalesce(max(person_id), ''), true) as opened, set_config('yigong.uncovered', coalesce(max(person_id) filter (where opens_restricted), ''), true) as uncovered,
    max(shown) as ground from access.open_ground where person_id = $1`,
};
const LOOK_COLUMNS: readonly RowColumn[] = ['opened', 'uncovered', 'ground'].map((name) => ({ name, parse: (text) => text }));

/** Run on every new connection of the lanes. */
export const LANE_PREPARED = [
  { ...READER_STATEMENT, values: EVERYTHING.slice(0, 4).concat(APPLICATION_ROLE) },
  { ...LOOK_STATEMENT, values: [''] },
];
/**
 * Quick statements are those whose best plan does not depend on their values: PostgreSQL, left to itself, would plan some anew each
 * time, since it takes the estimate for unknown values for worse.
 * What quick statements write is the trail of reads (docs/decisions/0060), whose commit does not wait for the disk.
 */
export const LANE_OPTIONS = '-c plan_cache_mode=force_generic_plan -c synchronous_commit=off';

interface Waiting {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | null)[];
  readonly personId: string | undefined;
  readonly shown: ShownStatement | undefined;
  readonly settings: LocalSettings | undefined;
  readonly isKept: boolean;
  readonly isGathered: boolean;
  readonly resolve: (rows: never[]) => void;
  readonly reject: (error: unknown) => void;
  /** How often others went first. */
  passed: number;
}

/** The driver's connection, as far as the protocol is spoken here. */
type Wire = RowConnection & { readonly stream: { write(bytes: Buffer): boolean } };

/** Whatever is written is taken before the next turn. */
const messages = new LaneMessages();

/** What a connection has parsed, and whose sight it keeps (undefined: of the platform). It is dropped when a statement fails. */
interface Kept {
  readonly parsed: Set<string>;
  settings: LocalSettings | undefined;
}

/** One connection, held while it works: to borrow it from the pool anew for each message takes as long as to write the message. */
interface Lane {
  client: PoolClient | undefined;
  kept: Kept;
  isBusy: boolean;
}
/** What was sent, as far as the answers tell it apart: whose sight it is, a look at a person's ground, a statement. */
type Part = Waiting | 'sight' | 'look' | undefined;
const isStatement = (part: Part): part is Waiting => typeof part === 'object';
const chosen = ({ name, text, shown }: Waiting): { readonly name: string; readonly text: string } => (shown === undefined ? { name, text } : { name: shown.name!, text: shown.text });

const isOfPlatform = ({ settings }: { readonly settings: LocalSettings | undefined }): boolean => settings === undefined;
const freshlyKept = (): Kept => ({ parsed: new Set(), settings: undefined });

const arrays = new WeakMap<readonly unknown[], string>();
const arrayText = (values: readonly unknown[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : `"${escaped(String(value))}"`)).join(',')}}`;
/** Hardly any value needs it. */
const escaped = (text: string): string => (text.includes('"') || text.includes('\\') ? text.replace(/[\\"]/g, '\\$&') : text);

/** Values as PostgreSQL reads them. The arrays of a scope are the same objects in many statements. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string' || value === null) return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (!Array.isArray(value)) throw new Error('Quick statements take texts, numbers and arrays of them');
  let text = arrays.get(value);
  if (text === undefined) arrays.set(value, (text = arrayText(value)));
  return text;
}

interface Around {
  readonly shapes: Map<string, readonly RowColumn[]>;
  readonly kept: Kept;
  /** For what was run on a ground that does not open it. */
  readonly askAgain: (statement: Waiting) => void;
}

/**
 * Statements in one message with one Sync: one implicit transaction, one answer. What was read before a failure counts; what was
 * written counts when the whole has been committed.
 */
class Group implements RowTaker {
  callback: ((error: Error | null) => void) | undefined;
  private readonly parts: Part[] = [];
  private readonly written: Waiting[] = [];
  private at = 0;
  private rows: object[] = [];
  private columns: readonly RowColumn[] | undefined;
  private readonly statements: readonly Waiting[];
  private readonly shapes: Map<string, readonly RowColumn[]>;
  private readonly kept: Kept;
  private readonly askAgain: (statement: Waiting) => void;
  private connection: Wire | undefined;
  /** What the last look showed. */
  private ground: string | null = null;

  constructor(statements: readonly Waiting[], { shapes, kept, askAgain }: Around) {
    this.statements = statements;
    this.shapes = shapes;
    this.kept = kept;
    this.askAgain = askAgain;
  }

  submit(connection: Wire): void {
    const { kept } = this;
    let [looked, looker]: [string, LocalSettings | undefined] = ['', undefined];
    messages.restart();
    for (const statement of this.statements) {
      if (kept.settings !== statement.settings) {
        kept.settings = statement.settings;
        this.set('sight', READER_STATEMENT.name, statement.settings === undefined ? EVERYTHING : valuesOf(statement.settings));
      }
      const person = statement.settings === undefined ? '' : (statement.personId ?? '');
      // What was looked up for one reader is nothing to another.
      if (person !== looked || (person !== '' && looker !== statement.settings)) {
        [looked, looker] = [person, statement.settings];
        this.set('look', LOOK_STATEMENT.name, [person]);
      }
      this.send(statement, kept.parsed);
    }
    messages.sync();
    this.connection = connection;
    connection.rowTaker = this;
    connection.stream.write(messages.take());
  }

  /** Whose failure this is, or who cannot know whether it was kept; and who may try again, since nothing of theirs was done. */
  get unanswered(): { readonly failed: readonly Waiting[]; readonly again: readonly Waiting[] } {
    // No connection: nobody need wait for the next attempt.
    if (this.parts.length === 0) return { failed: this.statements, again: [] };
    const [first, ...others] = this.parts.slice(this.at).filter(isStatement);
    return first === undefined ? { failed: this.written, again: [] } : { failed: [first], again: [...this.written, ...others] };
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    const part = this.parts[this.at];
    if (isStatement(part)) this.shapes.set(chosen(part).name, (this.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: valueTypes.getTypeParser(dataTypeID, 'text') as RowColumn['parse'] }))));
  }

  takeRow(data: Buffer, start: number): void {
    const part = this.parts[this.at];
    if (part === 'look') this.ground = (rowFrom(data, LOOK_COLUMNS, start) as { ground: string | null }).ground;
    else if (isStatement(part)) this.rows.push(rowFrom(data, (this.columns ??= this.shapes.get(chosen(part).name)!), start));
  }

  takeEnd(): void {
    const part = this.parts[this.at];
    this.at += 1;
    if (!isStatement(part)) return;
    if (part.shown !== undefined && !part.shown.isOpen(this.ground)) this.askAgain({ ...part, shown: undefined });
    else if (part.isKept) this.written.push(part);
    else part.resolve(this.rows as never[]);
    this.rows = [];
    this.columns = undefined;
  }

  handleReadyForQuery(): void {
    this.leave();
    for (const part of this.written) part.resolve([]);
    this.callback?.(null);
  }

  handleError(error: Error): void {
    this.leave();
    this.callback?.(error);
  }

  private leave(): void {
    if (this.connection?.rowTaker === this) this.connection.rowTaker = undefined;
  }

  private set(part: 'sight' | 'look', name: string, values: readonly string[]): void {
    this.parts.push(part);
    messages.bind(name, values);
    messages.execute();
  }

  private send(statement: Waiting, parsed: Set<string>): void {
    const { values } = statement;
    const { name, text } = chosen(statement);
    this.parts.push(statement);
    if (!parsed.has(name)) {
      parsed.add(name);
      messages.parse(name, text);
    }
    messages.bind(name, values);
    if (!this.shapes.has(name)) messages.describe();
    messages.execute();
  }
}

/**
 * Reads that are quick and prepared, of many requests, over few connections: those that come while all are busy go together in the
 * next message. Nothing waits for a timer.
 */
export class QuickLanes {
  private readonly pool: Pool;
  private readonly lanes: readonly Lane[] = Array.from({ length: LANES }, () => ({ client: undefined, kept: freshlyKept(), isBusy: false }));
  private waiting: Waiting[] = [];
  private isWaking = false;
  private hasEnded = false;
  private readonly shapes = new Map<string, readonly RowColumn[]>();

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Without settings for the platform itself. The statement has a name. */
  run<Row>({ name = '', text, values = [], personId, shown, isKept = false, isGathered = false }: Statement, settings?: LocalSettings): Promise<Row[]> {
    return new Promise<Row[]>((resolve, reject) => {
      // A name of its own for each role: PostgreSQL would plan anew each time the role changes.
      const nameOf = (each: string): string => (settings === undefined ? each : `${each}_sighted`);
      const isShown = settings !== undefined && personId !== undefined && shown?.name !== undefined;
      this.add({ name: nameOf(name), text, values: values.map(textOf), personId, shown: isShown ? { ...shown, name: nameOf(shown.name!) } : undefined, settings, isKept, isGathered, resolve: resolve as Waiting['resolve'], reject, passed: 0 });
    });
  }

  async end(): Promise<void> {
    this.hasEnded = true;
    for (const lane of this.lanes) if (!lane.isBusy) this.drop(lane);
    await this.pool.end();
  }

  private add(statement: Waiting): void {
    this.waiting.push(statement);
    if (this.isWaking || this.lanes.every(({ isBusy }) => isBusy)) return;
    if (statement.isGathered) {
      process.nextTick(() => this.wake());
      return;
    }
    this.isWaking = true;
    // A turn later, so that all requests that one wake-up of this process brought go together.
    setImmediate(() => {
      this.isWaking = false;
      this.wake();
    });
  }

  /** What waits, shared out among the lanes that are free. */
  private wake(): void {
    while (this.waiting.length > 0) {
      const [first] = this.waiting;
      const free = this.lanes.filter(({ isBusy }) => !isBusy);
      const lane = free.find(({ kept }) => kept.settings === first!.settings) ?? free.find(({ kept }) => isOfPlatform(kept) === isOfPlatform(first!)) ?? free[0];
      if (lane === undefined) return;
      this.send(lane, Math.min(GROUP_MAX, Math.ceil(this.waiting.length / free.length)));
    }
  }

  /**
   * Statements of the kind that the lane had last, the platform's or those of readers: to change the role costs as much as a short
   * statement. The one that waits longest is not passed by for long.
   */
  private take(lane: Lane, count: number): Waiting[] {
    const first = this.waiting[0]!;
    const isOfLane = (each: Waiting): boolean => isOfPlatform(each) === isOfPlatform(lane.kept);
    const keepsRole = isOfLane(first) || (first.passed < PASSED_MAX && this.waiting.some(isOfLane));
    if (!isOfLane(first)) first.passed += 1;
    const taken = this.waiting.filter((each) => isOfLane(each) === keepsRole).slice(0, count);
    this.waiting = taken.length === this.waiting.length ? [] : this.waiting.filter((each) => !taken.includes(each));
    return taken;
  }

  private send(lane: Lane, count: number): void {
    lane.isBusy = true;
    const statements = this.take(lane, count);
    if (lane.client !== undefined) {
      this.submit(lane, lane.client, statements);
      return;
    }
    this.pool.connect((error, client) => {
      if (error || client === undefined) {
        for (const each of statements) each.reject(error);
        this.free(lane);
        return;
      }
      lane.client = client;
      lane.kept = freshlyKept();
      // One that breaks while nothing is under way: the next statement takes another.
      client.once('end', () => lane.client === client && !lane.isBusy && this.drop(lane));
      this.submit(lane, client, statements);
    });
  }

  private submit(lane: Lane, client: PoolClient, statements: readonly Waiting[]): void {
    const group = new Group(statements, { shapes: this.shapes, kept: lane.kept, askAgain: (statement) => this.waiting.push(statement) });
    const done = (error: Error | null | undefined): void => {
      if (error) {
        // Its settings fell with the transaction, and what it has parsed is not known.
        this.drop(lane, error);
        const { failed, again } = group.unanswered;
        for (const each of failed) each.reject(error);
        this.waiting.unshift(...again);
      }
      this.free(lane);
    };
    (client.query as unknown as (query: object, values: undefined, callback: (error: Error | null | undefined) => void) => void).call(client, group, undefined, done);
  }

  private free(lane: Lane): void {
    lane.isBusy = false;
    if (this.waiting.length > 0) this.send(lane, GROUP_MAX);
    else if (this.hasEnded) this.drop(lane);
  }

  private drop(lane: Lane, error?: Error): void {
    const { client } = lane;
    lane.client = undefined;
    client?.release(error);
  }
}
