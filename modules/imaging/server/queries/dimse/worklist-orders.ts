import { searchResources } from '#fhir/repository/search.ts';
import type { Patient, ServiceRequest } from '#fhir/types/resources.gen.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';

/** What of the matching keys an index can be asked for. Everything else is looked at order by order. */
export interface AskedOrders {
  /** `YYYYMMDD` of China; empty where the span is open. */
  readonly from: string;
  readonly until: string;
  readonly today: string;
  /** Undefined where nothing or a pattern was asked. */
  readonly patientId: string | undefined;
  readonly accession: string | undefined;
}

export interface Order {
  readonly order: ServiceRequest;
  readonly patient: Patient;
}

const PAGE = 200;
const BASE = 'ServiceRequest?status=active&category=imaging,363679005&_include=ServiceRequest:subject&_sort=-_lastUpdated';
const DAY_MS = 86_400_000;

/** Active imaging orders that may fit, the newest first, each once; page after page for as long as somebody reads on. */
export async function* findOrders(sql: Sql, subject: Subject, asked: AskedOrders): AsyncGenerator<Order> {
  const seen = new Set<string>();
  for (const query of queriesOf(asked)) {
    for (let next: string | undefined = query; next !== undefined; ) {
      const page: Awaited<ReturnType<typeof searchResources>> = await searchResources(sql, subject, next);
      const patients = new Map(page.resources.flatMap((each): [string, Patient][] => (each.resourceType === 'Patient' ? [[`Patient/${each.id}`, each]] : [])));
      for (const order of page.resources) {
        if (order.resourceType !== 'ServiceRequest' || seen.has(order.id ?? '')) continue;
        seen.add(order.id ?? '');
        const patient = patients.get(order.subject.reference ?? '');
        if (patient !== undefined) yield { order, patient };
      }
      next = page.next;
    }
  }
}

/** An order's day is that of its occurrence, else that on which it was written, else today: each has an index of its own. */
function queriesOf({ from, until, today, patientId, accession }: AskedOrders): string[] {
  const common = `${BASE}&_count=${PAGE}${patientId === undefined ? '' : `&subject=Patient/${encodeURIComponent(patientId)}`}${accession === undefined ? '' : `&identifier=${encodeURIComponent(accession)}`}`;
  if (from === '' && until === '') return [common];
  const span = (name: string): string => `${from === '' ? '' : `&${name}=ge${dayOf(from, -1)}`}${until === '' ? '' : `&${name}=le${dayOf(until, 1)}`}`;
  const isToday = (from === '' || from <= today) && (until === '' || today <= until);
  return [common + span('occurrence'), common + span('authored'), ...(isToday ? [`${common}&occurrence:missing=true&authored:missing=true`] : [])];
}

/** A day more on each side, whatever zone the days of the repository are of; the exact day is looked at afterwards. */
const dayOf = (day: string, more: number): string => new Date(Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`) + more * DAY_MS).toISOString().slice(0, 10);
