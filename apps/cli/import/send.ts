import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf, type Answer, type Connection } from '#platform/cli/connection.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { ImportEntry, Refused } from './entries.ts';

/** A server that restarts is back within this time; then the import goes on by itself. */
const PATIENCE_MS = 90_000;

export interface SendReport {
  readonly created: number;
  /** Existed before: changed, or equal and left as it was. */
  readonly existing: number;
  readonly refused: readonly Refused[];
  readonly perType: ReadonlyMap<string, number>;
}

/**
 * Writes entries in one transaction. If the server refuses it, they are sent one by one in a batch, so that the good
 * ones are kept and each bad one is named with its place and reason.
 */
export async function sendEntries(server: Connection, entries: readonly ImportEntry[]): Promise<SendReport> {
  const whole = await exchange(server, 'transaction', entries);
  if (whole.status < 400) return reportOf(whole, entries);
  const single = await exchange(server, 'batch', entries);
  if (single.status >= 400) throw failureOf(single);
  return reportOf(single, entries);
}

async function exchange(server: Connection, type: 'transaction' | 'batch', entries: readonly ImportEntry[]): Promise<Answer> {
  const body = bundleOf(type, entries);
  const headers = { 'content-type': 'application/fhir+json', accept: 'application/fhir+json', prefer: 'return=minimal' };
  for (const begin = Date.now(); ; await sleep(1_000)) {
    try {
      const answer = await server.send({ method: 'POST', path: '/fhir', body, headers });
      if (answer.status !== 503 && answer.status !== 429) return answer;
      if (Date.now() - begin > PATIENCE_MS) throw failureOf(answer);
    } catch (error) {
      // Sending again is safe: every entry is a PUT.
      if (!(error instanceof CliFailure) || error.exit !== 'server-away' || Date.now() - begin > PATIENCE_MS) throw error;
    }
  }
}

const bundleOf = (type: string, entries: readonly ImportEntry[]): string => {
  const items = entries.map(({ type: resourceType, id, text }) =>
    `{"resource":${text},"request":{"method":"PUT","url":${JSON.stringify(`${resourceType}/${id}`)}}}`);
  return `{"resourceType":"Bundle","type":"${type}","entry":[${items.join(',')}]}`;
};

interface AnswerEntry {
  readonly response?: { readonly status?: string; readonly outcome?: { readonly issue?: readonly Issue[] } };
}

interface Issue {
  readonly diagnostics?: string;
  readonly details?: { readonly text?: string };
  readonly expression?: readonly string[];
}

function reportOf(answer: Answer, entries: readonly ImportEntry[]): SendReport {
  const answers = ((JSON.parse(answer.text) as { entry?: AnswerEntry[] }).entry ?? []).map(({ response }) => response);
  const refused: Refused[] = [];
  const perType = new Map<string, number>();
  let created = 0;
  for (const [index, entry] of entries.entries()) {
    const status = Number.parseInt(answers[index]?.status ?? '500', 10);
    if (status >= 400) {
      refused.push({ place: `${entry.place} (${entry.type}/${entry.id})`, reason: reasonOf(answers[index]?.outcome?.issue, status) });
      continue;
    }
    if (status === 201) created += 1;
    perType.set(entry.type, (perType.get(entry.type) ?? 0) + 1);
  }
  return { created, existing: entries.length - refused.length - created, refused, perType };
}

function reasonOf(issues: readonly Issue[] | undefined, status: number): string {
  const words = (issues ?? []).map((issue) => [issue.expression?.join(', '), issue.diagnostics ?? issue.details?.text].filter(Boolean).join(': '));
  return words.length > 0 ? words.join('; ') : `HTTP ${status}`;
}
