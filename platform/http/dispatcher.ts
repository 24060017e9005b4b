import { findBasisAfter, gateFor, personOfRefusal, recordForbidden } from '#platform/access/gate.ts';
import { requireStepUp } from '#platform/access/step-up.ts';
import { forPurpose } from '#platform/access/purpose.ts';
import { actorOf, sightOf } from '#platform/access/sight.ts';
import type { Subject } from '#platform/access/subject.ts';
import { recordAudit, type AuditEntry } from '#platform/audit/audit.ts';
import { batchedAudit, type AuditSink } from '#platform/audit/batched-audit.ts';
import { entriesOfList } from '#platform/audit/listed-persons.ts';
import { isPage } from '#platform/contract/list.ts';
import type { WorkKind } from '#platform/database/limits/time-limits.ts';
import type { Caller } from '#platform/database/limits/work.ts';
import type { Database, Transaction } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { insertEvents, type OutboxEvent } from '#platform/events/outbox.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { AnyOperation, Query } from '#platform/kernel/contract.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { assert, Problem } from '#platform/kernel/problem.ts';
import { findKeptAnswer, hashOfInput, keepAnswer, type AnswerOwner, type IdempotencyKey } from './idempotency.ts';
import { personsShown } from './persons-shown.ts';
import type { About, BoundCommand, BoundOperation, BoundQuery, CommandContext } from './operation.ts';

export interface DispatcherSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Call {
  readonly subject: Subject;
  readonly input: unknown;
  readonly idempotencyKey?: string | undefined;
  /** Who waits for the answer; where nobody does it is work of the platform, which takes its time. */
  readonly caller?: Caller | undefined;
}

interface Settings extends DispatcherSettings {
  readonly auditRead: AuditSink;
}

/** The road every command and query takes: contract, gate, one transaction, audit, outbox. */
export interface Dispatcher {
  dispatch(bound: BoundOperation, call: Call): Promise<unknown>;
}

export function createDispatcher(given: DispatcherSettings): Dispatcher {
  const settings: Settings = { ...given, auditRead: batchedAudit(given.database) };
  return {
    dispatch: async (bound, call) => {
      const { operation } = bound;
      try {
        gateFor(call.subject, settings.database).requirePermission(operation.permission);
        const input = parseInput(operation, call.input);
        if (operation.kind === 'command') requireStepUp(call.subject, operation.stepUp);
        return operation.kind === 'command'
          ? await runCommand(settings, bound as BoundCommand, { ...call, input })
          : await runQuery(settings, bound as BoundQuery, { ...call, input });
      } catch (error) {
        await auditRefusal(settings, { operation, subject: call.subject, error });
        throw error;
      }
    },
  };
}

/** Parses with the contract; every wrong place is named with its path. */
export function parseInput(operation: AnyOperation, input: unknown): unknown {
  const parsed = operation.input.safeParse(input);
  if (parsed.success) return parsed.data;
  throw platformProblem(
    'platform.invalid-input',
    parsed.error.issues.map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: splitLanguages(issue.message),
    })),
  );
}

/** Contract messages are written `中文 | English`; messages of the schema library are the same in both. */
function splitLanguages(message: string): { zh: string; en: string } {
  const [zh, en] = message.split(' | ');
  return { zh: zh ?? message, en: en ?? message };
}

async function runCommand(settings: Settings, bound: BoundCommand, call: Call): Promise<unknown> {
  const { operation, handler } = bound;
  const key = idempotencyKeyOf(operation, call);
  return onBehalf(settings.database, 'change', call).transaction(async (tx) => {
    const kept = key && (await findKeptAnswer(tx, key));
    const now = settings.clock.now();
    if (kept) return showAgain(tx, { operation, subject: call.subject, now }, kept);
    const events: OutboxEvent[] = [];
    let about: About | undefined;
    const answer = await handler(
      {
        tx,
        subject: call.subject,
        gate: gateFor(call.subject, tx),
        now,
        newId: () => settings.ids.newId(),
        about: (value) => {
          about = { ...about, ...value };
        },
        emit: (name, payload, organisationIds) => {
          events.push({ name, payload, organisationIds, subjectId: call.subject.id });
        },
      },
      call.input,
    );
    assert(about, `command ${operation.name} did not say what it is about`);
    assert(events.some((event) => event.name === operation.event), `command ${operation.name} did not emit ${operation.event}`);
    await finish(tx, { operation, call, about, events });
    const parsed = checkOutput(operation, answer);
    if (key) await keepAnswer(tx, key, { answer: parsed, owner: await ownerOf({ tx, subject: call.subject, now }, about) });
    return parsed;
  }, actorOf(call.subject));
}

/** The rights under which an answer is given. A right that the command itself ended is none: its own repeat gets the same answer. */
async function ownerOf({ tx, subject, now }: Pick<CommandContext, 'tx' | 'subject' | 'now'>, { personId, organisationId }: About): Promise<AnswerOwner> {
  const isOpen = personId != null && (await findBasisAfter(subject, tx, { personId, now })) !== undefined;
  const isWithin = organisationId != null && (subject.everyOrganisation || subject.organisationIds.includes(organisationId));
  return { personId: isOpen ? personId : null, organisationId: isWithin ? organisationId : null };
}

interface Repeat {
  readonly operation: AnyOperation;
  readonly subject: Subject;
  readonly now: Date;
}

/** A kept answer does not outlive the right under which it was given, and showing a person's data again is a look. */
async function showAgain(tx: Transaction, { operation, subject, now }: Repeat, { answer, owner }: { answer: unknown; owner: AnswerOwner }): Promise<unknown> {
  const { personId, organisationId } = owner;
  if (organisationId !== null) gateFor(subject, tx).requireOrganisation(organisationId);
  if (personId !== null) {
    const basis = await findBasisAfter(subject, tx, { personId, now });
    if (basis === undefined) throw recordForbidden(personId);
    await recordAudit(tx, subject, { action: 'http.answered-again', outcome: 'success', personId, organisationId, basis, detail: { operation: operation.name } });
  }
  return answer;
}

interface Finished {
  readonly operation: AnyOperation;
  readonly call: Call;
  readonly about: About;
  readonly events: readonly OutboxEvent[];
}

async function finish(tx: Transaction, { operation, call, about, events }: Finished): Promise<void> {
  await recordAudit(tx, call.subject, { action: operation.permission, outcome: 'success', ...about });
  await insertEvents(tx, events);
}

async function runQuery(settings: Settings, bound: BoundQuery, call: Call): Promise<unknown> {
  const { operation, handler, isOfPlatform } = bound;
  // A read that says what it is for is decided for that purpose.
  const subject = forPurpose(call.subject, (call.input as { purpose?: unknown } | undefined)?.purpose);
  const abouts: About[] = [];
  const answer = await handler(
    {
      sql: onBehalf(isOfPlatform ? settings.database : settings.database.sighted(sightOf(subject)), kindOf(operation), call),
      subject,
      gate: gateFor(subject, settings.database),
      now: settings.clock.now(),
      about: (value) => {
        abouts.push(value);
      },
    },
    call.input,
  );
  for (const about of abouts) {
    await recordAudit(settings.database, call.subject, { action: operation.permission, outcome: 'success', ...about });
  }
  const shown = checkOutput(operation, answer);
  if (abouts.length === 0) await recordList(settings, { operation, subject: call.subject, shown });
  return shown;
}

const onBehalf = (database: Database, kind: WorkKind, { caller }: Call): Database => (caller === undefined ? database : database.during({ kind, caller }));

const kindOf = ({ isExport, output }: Query): WorkKind => (isExport === true ? 'export' : isPage(output) ? 'list' : 'read');

interface Listed {
  readonly operation: AnyOperation;
  readonly subject: Subject;
  readonly shown: unknown;
}

/** A list on which persons stand is a look at them, whoever wrote its query: an entry with who stood on it. */
async function recordList({ auditRead }: Settings, { operation, subject, shown }: Listed): Promise<void> {
  const { count, ids } = personsShown(shown);
  if (count === 0) return;
  const basis = subject.kind === 'resident' && ids[0] === subject.personId ? 'own-record' : null;
  const entry: AuditEntry = { action: operation.permission, outcome: 'success', basis, detail: { operation: operation.name } };
  await Promise.all(entriesOfList(entry, ids, count).map((each) => auditRead(subject, each)));
}

/** Our own answer not fitting our own contract is our fault, never the caller's. */
function checkOutput(operation: AnyOperation, answer: unknown): unknown {
  const parsed = operation.output.safeParse(answer);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; ');
  throw new Error(`Assertion failed: answer of ${operation.name} does not fit its contract (${places})`);
}

function idempotencyKeyOf(operation: AnyOperation, call: Call): IdempotencyKey | undefined {
  if (call.idempotencyKey === undefined) return undefined;
  return {
    subjectId: call.subject.id,
    operation: operation.name,
    key: call.idempotencyKey,
    inputHash: hashOfInput(call.input),
  };
}

interface Refusal {
  readonly operation: AnyOperation;
  readonly subject: Subject;
  readonly error: unknown;
}

/**
 * A refusal is recorded in its own transaction, because the command's was undone. So is what was not found: a thing that is hidden from somebody answers
 * as one that does not exist, and the trail must hold the attempt.
 */
async function auditRefusal(settings: DispatcherSettings, { operation, subject, error }: Refusal): Promise<void> {
  if (!(error instanceof Problem) || (error.kind !== 'forbidden' && error.kind !== 'not-found')) return;
  const entry: AuditEntry = { action: operation.permission, outcome: 'refused', personId: personOfRefusal(error) ?? null, detail: { code: error.code, operation: operation.name } };
  await recordAudit(settings.database, subject, entry);
}
