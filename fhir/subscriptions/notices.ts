import { recordAudit } from '#platform/audit/audit.ts';
import type { Database } from '#platform/database/transaction.ts';
import { backoffSeconds } from '#platform/events/delivery.ts';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import { isOutage } from '#platform/http/error-answers.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Subscription } from '#fhir/types/resources.gen.ts';
import { printFhirXml } from '../xml/write-xml.ts';
import { parseEndpoint } from './endpoint.ts';
import { send, type Sending } from './send.ts';
import { openHeaders } from './sealed-headers.ts';
import { seenNow } from './sight.ts';
import { claimSubscription, listNotices, noteAttempt, noteFailure, noteSent, releaseSubscription, type Claimed, type Notice } from './queue.ts';

export interface NoticeSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onError?: (error: unknown) => void;
}

const POLL_MS = 1_000;
/** One that answers slowly holds up one of these. */
const SENDERS = 3;

/** Sends what waits, one notice at a time for each subscription, in order. */
export const startNotices = (settings: NoticeSettings): Worker[] =>
  Array.from({ length: SENDERS }, () =>
    startLoop({ pollMs: POLL_MS, onError: settings.onError, work: async (stopped) => void (await sendDueNotices(settings, stopped)) }));

/** Until nothing is due; returns how many were taken by their subscribers. A crash sends what was under way once more. */
export async function sendDueNotices(settings: NoticeSettings, shouldStop: () => boolean = () => false): Promise<number> {
  let sent = 0;
  while (!shouldStop()) {
    const claimed = await claimSubscription(settings.database);
    if (!claimed) break;
    sent += await sendQueue(settings, claimed);
  }
  return sent;
}

async function sendQueue(settings: NoticeSettings, claimed: Claimed): Promise<number> {
  const { database } = settings;
  let sent = 0;
  for (const notice of await listNotices(database, claimed.subscriptionId)) {
    const outcome = await tell(settings, claimed, notice);
    if (outcome !== 'nothing') {
      const failure = outcome === 'sent' ? undefined : outcome.failure;
      await noteAttempt(database, { subscriptionId: claimed.subscriptionId, type: notice.type, reason: failure });
      if (failure !== undefined) {
        const inRow = sent > 0 ? 1 : claimed.failures + 1;
        await noteFailure(settings, claimed, { reason: failure, waitSeconds: backoffSeconds(inRow), inRow });
        return sent;
      }
      sent += 1;
    }
    await noteSent(database, notice);
  }
  await releaseSubscription(database, claimed.subscriptionId);
  return sent;
}

/** A notice that cannot be made ready counts as a failure like one that is not taken; only a database that is away does not. */
async function tell(settings: NoticeSettings, claimed: Claimed, notice: Notice): Promise<'nothing' | 'sent' | { failure: string }> {
  let sending: Sending | undefined;
  try {
    sending = await prepare(settings, claimed, notice);
  } catch (error) {
    if (isOutage(error)) throw error;
    settings.onError?.(error);
    return { failure: 'could not be prepared' };
  }
  if (!sending) return 'nothing';
  return send(sending).then(() => 'sent' as const, (error: Error) => ({ failure: error.message }));
}

/** What is sent now, as the creator may see it now; undefined when there is nothing (more) to tell. Disclosure is audited first. */
async function prepare({ database }: NoticeSettings, claimed: Claimed, notice: Notice): Promise<Sending | undefined> {
  const seen = await seenNow(database, claimed, notice);
  if (!seen) return undefined;
  const { type, id } = notice;
  const { subject, subscription: { channel }, stored } = seen;
  const headers = await openHeaders(database, { ...claimed, endpoint: channel.endpoint ?? '' }, channel.header ?? []);
  const sending = sendingOf(channel, { place: `${type}/${id}`, content: stored.content, headers });
  await recordAudit(database, subject, {
    action: 'fhir.notify', outcome: 'success', resource: `${type}/${id}`, personId: stored.personId, detail: { subscription: claimed.subscriptionId },
  });
  return sending;
}

/** Without payload an empty POST to the endpoint; with one an update below it (R4 Subscription, "rest-hook"). */
function sendingOf({ endpoint = '', payload }: Subscription['channel'], { place, content, headers }: { place: string; content: string; headers: Readonly<Record<string, string>> }): Sending {
  const url = parseEndpoint(endpoint);
  if (payload === undefined) return { url, method: 'POST', headers, body: '' };
  const body = payload.endsWith('xml') ? printFhirXml(parseFhirJson(content) as object) : content;
  const below = url && new URL(url);
  if (below) below.pathname = `${below.pathname.replace(/\/$/, '')}/${place}`;
  return { url: below, method: 'PUT', headers: { ...headers, 'content-type': `${payload}; charset=utf-8` }, body };
}
