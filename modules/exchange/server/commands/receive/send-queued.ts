import { openMllp } from '#platform/mllp/sender.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { decodeMessage } from '../../rules/v2/charset.ts';
import { parseMessage } from '../../rules/v2/parse.ts';
import { valueAt } from '../../rules/v2/read.ts';
import { changeState, findFirstQueued, listQueuedSites, lockMessage } from '../../store/messages.ts';
import { lockSite, type SiteRow } from '../../store/sites.ts';
import type { ExchangeSettings } from './exchange-context.ts';
import { EXCHANGE } from './receive-block.ts';

const ATTEMPTS_MAX = 10;
const RETRY_SECONDS_MAX = 600;
const MESSAGES_A_TURN = 200;

/** Sends what is queued, each receiver's messages in their order; a receiver that is away holds up nobody else. */
export async function sendQueued(settings: ExchangeSettings, stopped: () => boolean = () => false): Promise<number> {
  const sites = await listQueuedSites(settings.database, settings.clock.now());
  const sent = await Promise.all(sites.map((siteId) => sendToSite(settings, siteId, stopped)));
  return sent.reduce((sum, count) => sum + count, 0);
}

async function sendToSite(settings: ExchangeSettings, siteId: string, stopped: () => boolean): Promise<number> {
  let sent = 0;
  while (sent < MESSAGES_A_TURN && !stopped()) {
    const outcome = await sendNext(settings, siteId);
    if (outcome !== 'done') break;
    sent += 1;
  }
  return sent;
}

/** One message: the site stays locked while it is sent, so that two processes never send to one receiver. */
async function sendNext(settings: ExchangeSettings, siteId: string): Promise<'done' | 'wait'> {
  return settings.database.transaction(async (tx) => {
    const site = await lockSite(tx, siteId);
    const first = site === undefined ? undefined : await findFirstQueued(tx, siteId);
    const now = settings.clock.now();
    if (site === undefined || first === undefined || (first.nextAttemptAt !== null && first.nextAttemptAt > now)) return 'wait';
    const row = await lockMessage(tx, first.messageId, true);
    if (row === undefined) return 'wait';
    const attempts = row.attempts + 1;
    const moved = { messageId: row.messageId, at: now, byId: EXCHANGE, attempts };
    const answer = await deliver(site, row.body);
    if (answer.kind === 'taken') {
      await changeState(tx, { ...moved, state: 'sent', answer: answer.text });
      return 'done';
    }
    const isDead = answer.kind === 'refused' || attempts >= ATTEMPTS_MAX;
    const wait = Math.min(3 ** attempts, RETRY_SECONDS_MAX);
    await changeState(tx, { ...moved, state: isDead ? 'dead' : 'failed', code: answer.code, detail: answer.detail, answer: answer.text, nextAttemptAt: isDead ? null : new Date(now.getTime() + wait * 1000) });
    // What the receiver will never take does not hold up the next one.
    return isDead ? 'done' : 'wait';
  });
}

type Delivery =
  | { readonly kind: 'taken'; readonly text: string }
  | { readonly kind: 'refused' | 'away'; readonly code: string; readonly detail: string | null; readonly text: string | null };

async function deliver(site: SiteRow, body: Buffer): Promise<Delivery> {
  if (site.targetHost === null || site.targetPort === null) return { kind: 'refused', code: 'exchange.site-sends-nowhere', detail: null, text: null };
  try {
    const connection = await openMllp({ host: site.targetHost, port: site.targetPort, usesTls: site.targetUsesTls });
    try {
      return verdictOf((await connection.exchange(body)));
    } finally {
      connection.close();
    }
  } catch (error) {
    return { kind: 'away', code: 'exchange.receiver-away', detail: describeSafely(error).slice(0, 120), text: null };
  }
}

function verdictOf(answer: Buffer): Delivery {
  const { text } = decodeMessage(answer);
  try {
    const code = valueAt(parseMessage(text), 'MSA-1');
    if (code === 'AA' || code === 'CA') return { kind: 'taken', text };
    if (code === 'AR' || code === 'CR' || code === 'AE' || code === 'CE') return { kind: 'refused', code: `exchange.answer-${code.toLowerCase()}`, detail: null, text };
  } catch {
    // No acknowledgement: tried again below.
  }
  return { kind: 'away', code: 'exchange.answer-unreadable', detail: null, text: text.slice(0, 2000) };
}
