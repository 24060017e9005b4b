import { recordAudit } from '#platform/audit/audit.ts';
import { inSavepoint } from '#platform/database/savepoint.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { backoffSeconds } from '#platform/events/delivery.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { acknowledge, faultOf, refusalText, type AckCode, type AckFault } from '../../rules/v2/acknowledge.ts';
import { decodeMessage } from '../../rules/v2/charset.ts';
import { V2Refusal, type Message } from '../../rules/v2/message.ts';
import { parseMessage, serialiseMessage } from '../../rules/v2/parse.ts';
import { headOf, requireHead, type MessageHead } from '../../rules/v2/read.ts';
import { changeState, hashOf, lockMessage, takeNumber, type LockedMessage, type MessageState } from '../../store/messages.ts';
import { findOwnSite, findSiteOf, type SiteRow } from '../../store/sites.ts';
import { asSite, type ApplySettings, type ExchangeSettings } from './exchange-context.ts';
import { applyV2 } from './apply-v2.ts';
import type { Outcome } from './outcome.ts';
import { applyDocument, isDocument } from './apply-document.ts';

/** After so many technical failures a person looks at it. */
const ATTEMPTS_MAX = 8;

export interface ProcessRequest {
  readonly messageId: string;
  /** Account that asks; a message of a socket is applied by the exchange itself. */
  readonly byId: string;
  /** Set where a person runs a dead message again. */
  readonly again?: boolean;
  /** Another process that holds it is left to it. */
  readonly skipHeld?: boolean;
}

/** Applies a kept message in one transaction with its state; a message that was applied before is answered as then. */
export function processMessage(settings: ExchangeSettings, request: ProcessRequest): Promise<Outcome | undefined> {
  return settings.database.transaction((tx) => processWithin(settings, { ...request, tx }));
}

/** A kept message that must not be applied, such as one without its end: straight to the dead letters. */
export async function refuseMessage(settings: ExchangeSettings, { messageId, byId, refusal }: { messageId: string; byId: string; refusal: V2Refusal }): Promise<void> {
  await settings.database.transaction(async (tx) => {
    const row = await lockMessage(tx, messageId, false);
    if (row !== undefined) await noteFailure(settings, { tx, row, byId, error: refusal });
  });
}

export async function processWithin(settings: ApplySettings, { tx, messageId, byId, again = false, skipHeld = false }: ProcessRequest & { tx: Transaction }): Promise<Outcome | undefined> {
  const row = await lockMessage(tx, messageId, skipHeld);
  if (row === undefined || row.direction === 'out') return undefined;
  if (row.state === 'applied' || row.state === 'repeated' || row.state === 'set-aside' || (row.state === 'dead' && !again)) return outcomeOf(row);
  const attempt = await inSavepoint(tx, (inner) => applyRow(settings, { tx: inner, row, byId }));
  if (attempt.done) return attempt.value;
  return noteFailure(settings, { tx, row, byId, error: attempt.error });
}

const outcomeOf = (row: LockedMessage): Outcome => ({
  messageId: row.messageId, state: row.state, answer: row.answer, code: row.code, place: row.place, resources: row.resources, warnings: row.warnings, messageType: row.messageType,
  isSuccess: row.state === 'applied' || row.state === 'repeated',
});

interface RowRequest {
  readonly tx: Transaction;
  readonly row: LockedMessage;
  readonly byId: string;
}

async function applyRow(settings: ApplySettings, { tx, row, byId }: RowRequest): Promise<Outcome> {
  const { text } = decodeMessage(row.body);
  if (isDocument(text)) return applyDocument(settings, { tx, row, byId, text });
  const message = parseMessage(text);
  const head = requireHead(message);
  const site = await siteOf(tx, { head, row });
  const headline = { format: 'hl7v2' as const, messageType: typeText(head), controlId: head.controlId };
  const taken = await takeNumber(tx, { siteId: site.id, controlId: head.controlId, organisationId: site.organisationId, messageId: row.messageId, contentHash: contentHash(message) });
  const moved = { messageId: row.messageId, at: settings.clock.now(), byId, organisationId: site.organisationId, siteId: site.id, head: headline, attempts: row.attempts + 1 };
  if (taken !== undefined) {
    await changeState(tx, { ...moved, state: 'repeated', answer: taken.answer, firstMessageId: taken.messageId });
    return { ...outcomeOf(row), state: 'repeated', answer: taken.answer, messageType: headline.messageType, isSuccess: true };
  }
  const applied = await asSite(settings, { tx, site }, async (context) => {
    const done = await applyV2(context, { message, head, site, messageId: row.messageId });
    context.emit('exchange.message-applied', { messageId: row.messageId }, [site.organisationId]);
    await recordAudit(tx, context.subject, { action: 'exchange.message-applied', outcome: 'success', personId: done.personId, resource: `exchange-message/${row.messageId}` });
    return done;
  });
  const answer = answerTo(settings, { message, code: 'AA' });
  await changeState(tx, { ...moved, state: 'applied', answer, personId: applied.personId, resources: applied.resources, warnings: applied.warnings });
  return { messageId: row.messageId, state: 'applied', answer, code: null, place: null, resources: applied.resources, warnings: applied.warnings, messageType: headline.messageType, isSuccess: true };
}

const typeText = ({ type, event }: Pick<MessageHead, 'type' | 'event'>): string => (event === '' ? type : `${type}^${event}`);

/** A file that somebody hands in speaks for the organisation acted for, whatever system it names. */
async function siteOf(tx: Transaction, { head, row }: { head: MessageHead; row: LockedMessage }): Promise<SiteRow> {
  const named = await findSiteOf(tx, { application: head.sendingApplication, facility: head.sendingFacility });
  if (row.channel === 'file') {
    const own = row.organisationId === null ? undefined : await findOwnSite(tx, row.organisationId);
    const site = named !== undefined && named.organisationId === row.organisationId ? named : own;
    if (site !== undefined) return site;
  }
  if (named === undefined || row.channel === 'file') throw new V2Refusal('v2.unknown-sender', { segment: 'MSH', field: 3 }, `${head.sendingApplication.slice(0, 60)} / ${head.sendingFacility.slice(0, 60)}`);
  return named;
}

/** Of all but the time of sending, which a sender may set anew when it repeats. */
function contentHash(message: Message): string {
  const segments = message.segments.map((segment) => (segment.name === 'MSH' ? { ...segment, fields: segment.fields.map((field, index) => (index === 6 ? [] : field)), ending: '\r' } : { ...segment, ending: '\r' }));
  return hashOf(serialiseMessage({ ...message, before: '', segments }));
}

function answerTo(settings: ApplySettings, { message, code, fault }: { message: Message | undefined; code: AckCode; fault?: AckFault }): string {
  const now = settings.clock.now();
  const at = `${new Date(now.getTime() + 8 * 3_600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)}+0800`;
  return acknowledge(message, { code, controlId: settings.ids.newId().replace(/-/g, '').slice(0, 20), at, fault });
}

/** An answer to bytes, whatever they are; also for the commit acknowledgement, which comes before anything is applied. */
export function answerBytes(settings: ApplySettings, bytes: Uint8Array, { code, refusal }: { code: AckCode; refusal?: V2Refusal }): string {
  return answerTo(settings, { message: readable(bytes), code, ...(refusal === undefined ? {} : { fault: faultOf(refusal) }) });
}

function readable(bytes: Uint8Array): Message | undefined {
  try {
    return parseMessage(decodeMessage(bytes).text);
  } catch {
    return undefined;
  }
}

/** A fault of the content goes to the dead letters at once, with the place; a fault of ours is tried again. */
async function noteFailure(settings: ApplySettings, { tx, row, byId, error }: RowRequest & { error: unknown }): Promise<Outcome> {
  const message = readable(row.body);
  const head = message === undefined ? undefined : headOf(message);
  const refusal = refusalOf(error);
  const attempts = row.attempts + 1;
  const isDead = refusal !== undefined || attempts >= ATTEMPTS_MAX;
  const fault: AckFault = refusal?.fault ?? { code: '207', text: '处理失败，已保留，将自动重试 / not processed yet, kept, will be tried again' };
  const answer = answerTo(settings, { message, code: refusal?.reject === true ? 'AR' : 'AE', fault });
  const now = settings.clock.now();
  const site = head === undefined ? undefined : await findSiteOf(tx, { application: head.sendingApplication, facility: head.sendingFacility });
  const state: MessageState = isDead ? 'dead' : 'failed';
  const messageType = head === undefined || head.type === '' ? null : typeText(head);
  const failure = { code: refusal?.code ?? describeSafely(error).slice(0, 200), place: refusal?.place ?? null };
  await changeState(tx, {
    messageId: row.messageId, state, at: now, byId, attempts, answer, ...failure, detail: refusal?.fault.text ?? null,
    organisationId: row.organisationId ?? site?.organisationId ?? null, siteId: site?.id ?? null,
    ...(messageType === null ? {} : { head: { format: 'hl7v2', messageType, controlId: head?.controlId ?? null } }),
    nextAttemptAt: isDead ? null : new Date(now.getTime() + backoffSeconds(attempts) * 1000),
  });
  return { messageId: row.messageId, state, answer, ...failure, resources: 0, warnings: 0, messageType, isSuccess: false };
}

interface ContentFault {
  readonly code: string;
  readonly place: string | null;
  readonly fault: AckFault;
  /** Not to be taken at all (AR), rather than an error in it (AE). */
  readonly reject: boolean;
}

const REJECTS = new Set(['v2.not-a-message', 'v2.unknown-type', 'v2.unknown-event', 'v2.unknown-sender', 'v2.xml', 'v2.too-large', 'v2.empty', 'v2.separators']);

function refusalOf(error: unknown): ContentFault | undefined {
  if (error instanceof V2Refusal) {
    return { code: error.fault, place: error.place === undefined ? null : refusalText(error).slice(error.fault.length + 1), fault: faultOf(error), reject: REJECTS.has(error.fault) };
  }
  if (!(error instanceof Problem)) return undefined;
  const [first] = error.details;
  const place = first?.path ?? null;
  return { code: error.code, place, fault: { code: '207', text: `${error.code}${place === null ? '' : ` ${place}`}` }, reject: false };
}
