import { gateFor, type Gate } from '#platform/access/gate.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import type { Database, Transaction } from '#platform/database/transaction.ts';
import { insertEvents, type OutboxEvent } from '#platform/events/outbox.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { SiteRow } from '../../store/sites.ts';

/** What applying within an open transaction needs. */
export interface ApplySettings {
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface ExchangeSettings extends ApplySettings {
  readonly database: Database;
}

/** What applying a message works with: one transaction, acting for the organisation whose system sent it. */
export interface ExchangeContext {
  readonly tx: Transaction;
  readonly subject: Subject;
  readonly gate: Gate;
  readonly now: Date;
  newId(): string;
  emit(event: string, payload: Readonly<Record<string, unknown>>, organisationIds: readonly string[]): void;
}

/** The platform itself under the name of the system, so that the trail tells which one. */
const subjectOf = (site: SiteRow): Subject => ({ ...systemSubject, id: `exchange/${site.id}`, name: site.name, organisationId: site.organisationId });

export async function asSite<Value>(settings: ApplySettings, { tx, site }: { tx: Transaction; site: SiteRow }, work: (context: ExchangeContext) => Promise<Value>): Promise<Value> {
  const events: OutboxEvent[] = [];
  const subject = subjectOf(site);
  const value = await work({
    tx,
    subject,
    gate: gateFor(subject, tx),
    now: settings.clock.now(),
    newId: () => settings.ids.newId(),
    emit: (name, payload, organisationIds) => {
      events.push({ name, payload, organisationIds, subjectId: subject.id });
    },
  });
  await insertEvents(tx, events);
  return value;
}
