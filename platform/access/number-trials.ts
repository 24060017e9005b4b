import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { Subject } from './subject.ts';

/**
 * A number that finds nobody costs ten units, one that finds somebody one: thirty wrong numbers at once and seventy-two an hour. A desk that scans cards does
 * not come near; whoever tries the ten thousand telephones behind `138****5678` needs six days, and every trial stands in the trail
 * (decision 0121).
 */
const UNITS_MAX = 300;
const UNITS_PER_SECOND = 0.2;
const MISSED = 10;
const FOUND = 1;

/** A process takes so many at once, so that a desk that finds people writes once a minute and not at every search (decision 0131). */
const TAKEN_AT_ONCE = 30;
/** What a process has not spent by then is lost: nobody gathers units in several processes while those of the house come back. */
const TAKEN_MS_MAX = 60_000;
const SUBJECTS_MAX = 10_000;

/** Who may see whole numbers need not guess them. */
const FULL_NUMBERS = 'fhir.read-numbers';

/** Whether identity and telephone numbers are masked for the subject: staff without the permission. Machine clients have their scopes. */
export const isMaskedFor = (subject: Subject): boolean => subject.kind === 'staff' && !subject.permissions.has(FULL_NUMBERS);

interface Taken {
  units: number;
  readonly until: number;
}

/** The part of everybody's allowance that this process has taken from the house. */
export class NumberTrials {
  private readonly taken = new Map<string, Taken>();
  private readonly turns = new Map<string, Promise<void>>();
  private readonly sql: Sql;

  /** `sql` is no transaction of a request: what was tried counts also when the request fails. */
  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Before a search; what it returns is called when somebody was found. Throws `platform.too-many`. */
  async count(subjectId: string, numbers: number): Promise<() => void> {
    const cost = MISSED * numbers;
    // One after the other: ten searches of one page take from the house once.
    const turn = (this.turns.get(subjectId) ?? Promise.resolve()).then(() => this.spend(subjectId, cost));
    const over = turn.then(() => undefined, () => undefined);
    this.turns.set(subjectId, over);
    void over.then(() => this.turns.get(subjectId) === over && this.turns.delete(subjectId));
    const taken = await turn;
    return () => void (taken.units += cost - FOUND);
  }

  private async spend(subjectId: string, cost: number): Promise<Taken> {
    let taken = this.taken.get(subjectId);
    if (taken === undefined || taken.until < performance.now()) taken = { units: 0, until: performance.now() + TAKEN_MS_MAX };
    if (taken.units < cost) {
      taken.units += await this.takeFromHouse(subjectId, cost - taken.units);
      if (this.taken.size >= SUBJECTS_MAX) this.taken.clear();
      this.taken.set(subjectId, taken);
    }
    taken.units -= cost;
    return taken;
  }

  private async takeFromHouse(subjectId: string, least: number): Promise<number> {
    for (const units of [Math.max(least, TAKEN_AT_ONCE), least]) if (await this.isGiven(subjectId, units)) return units;
    throw platformProblem('platform.too-many');
  }

  private async isGiven(subjectId: string, units: number): Promise<boolean> {
    if (units > UNITS_MAX) return false;
    const given = await this.sql.execute(
      `insert into access.number_trial as kept (subject_id, units, counted_at) values ($1, $2, clock_timestamp())
       on conflict (subject_id) do update set units = ${LEFT} + $2, counted_at = clock_timestamp() where ${LEFT} + $2 <= $4`,
      [subjectId, units, UNITS_PER_SECOND, UNITS_MAX],
    );
    return given === 1;
  }
}

/** Of what was used, what has not come back by now. */
const LEFT = 'greatest(0, kept.units - $3::float8 * extract(epoch from clock_timestamp() - kept.counted_at)::float8)';

let trials: NumberTrials | undefined;

/** Where all processes of the house count; set once by the composition root. */
export const keepNumberTrials = (sql: Sql): void => void (trials = new NumberTrials(sql));

/** Before a search by whole numbers of persons; what it returns is called when somebody was found. Throws `platform.too-many`. */
export async function countNumbersTried(subject: Subject, numbers: number): Promise<() => void> {
  if (numbers === 0 || !isMaskedFor(subject)) return () => undefined;
  if (trials === undefined) throw new Error('Numbers are tried, and nobody has said where that is counted');
  return trials.count(subject.id, numbers);
}

/** Takes away what has come back wholly. */
export async function forgetNumberTrials(sql: Sql): Promise<void> {
  await sql.execute('delete from access.number_trial where counted_at < clock_timestamp() - make_interval(secs => $1)', [UNITS_MAX / UNITS_PER_SECOND]);
}
