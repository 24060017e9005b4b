import { Slices } from '#platform/jobs/slices.ts';
import { decodeMessage, encodeMessage } from '../../rules/v2/charset.ts';
import { V2Refusal } from '../../rules/v2/message.ts';
import { parseMessage, splitMessages } from '../../rules/v2/parse.ts';
import { headOf, requireHead, type MessageHead } from '../../rules/v2/read.ts';
import { keepMessage } from '../../store/messages.ts';
import { findSiteOf } from '../../store/sites.ts';
import type { ExchangeSettings } from './exchange-context.ts';
import type { Outcome } from './outcome.ts';
import { answerBytes, processMessage, refuseMessage } from './process-message.ts';

export const EXCHANGE = 'exchange';

/**
 * One block of a socket, whose messages leave room for other requests between them: each message in it is kept, committed, and only then read, applied and answered. In the original
 * mode one application acknowledgement; in the enhanced mode (MSH-15, MSH-16) a commit acknowledgement and, where asked for, the other.
 */
export async function receiveBlock(settings: ExchangeSettings, content: Buffer, peer: string): Promise<Buffer[]> {
  const answers: Buffer[] = [];
  const { whole, broken } = blocksIn(content);
  const slices = new Slices();
  for (const body of broken) {
    const rest = slices.turn();
    if (rest) await rest;
    await keepUnfinished(settings, body, peer);
  }
  for (const body of bodiesOfEach(whole)) {
    if (body instanceof V2Refusal) {
      answers.push(await refuseBlock(settings, { content, peer, refusal: body }));
      break;
    }
    const rest = slices.turn();
    if (rest) await rest;
    const messageId = settings.ids.newId();
    await keepMessage(settings.database, { messageId, organisationId: null, direction: 'in', channel: 'mllp', body, peer, at: settings.clock.now(), byId: EXCHANGE });
    answers.push(...(await answersTo(settings, { messageId, body })));
  }
  return answers;
}

/** What began and never ended, because the line broke or the sender began anew: kept for whoever looks at the log, never applied or answered. */
export const keepUnfinished = (settings: ExchangeSettings, content: Buffer, peer: string): Promise<void> => keepRefused(settings, { content, peer, refusal: new V2Refusal('v2.truncated') });

async function keepRefused(settings: ExchangeSettings, { content, peer, refusal }: { content: Buffer; peer: string; refusal: V2Refusal }): Promise<void> {
  const messageId = settings.ids.newId();
  await keepMessage(settings.database, { messageId, organisationId: null, direction: 'in', channel: 'mllp', body: content, peer, at: settings.clock.now(), byId: EXCHANGE });
  await refuseMessage(settings, { messageId, byId: EXCHANGE, refusal });
}

const START_OF_MESSAGE = Buffer.from('\u000bMSH', 'latin1');
const END_OF_BLOCK = 0x1c;

/** A line breaks a few times within a block, not millions: from there on, what has no end is kept as one, up to the last start. */
const STARTS_MAX = 50;

/** A sender that lost its line may begin its message anew in the same block: what stands before the new start has no end. */
export function blocksIn(content: Buffer): { whole: Buffer[]; broken: Buffer[] } {
  const [whole, broken]: [Buffer[], Buffer[]] = [[], []];
  let from = 0;
  for (let at = content.indexOf(START_OF_MESSAGE, 1); at >= 0; at = content.indexOf(START_OF_MESSAGE, at + 1)) {
    if (whole.length + broken.length === STARTS_MAX) {
      const last = content.lastIndexOf(START_OF_MESSAGE);
      return { whole: [...whole, content.subarray(last + 1)], broken: [...broken, content.subarray(from, last)] };
    }
    const part = content.subarray(from, at);
    (part.subarray(-3).includes(END_OF_BLOCK) ? whole : broken).push(part);
    from = at + 1;
  }
  return { whole: [...whole, content.subarray(from)], broken };
}

/** Of all together no more than may stand in one block; nothing of one that holds more is applied. */
function* bodiesOfEach(blocks: readonly Buffer[]): Generator<Buffer | V2Refusal> {
  for (const block of blocks) {
    try {
      yield* bodiesOf(block);
    } catch (error) {
      if (!(error instanceof V2Refusal)) throw error;
      yield error;
    }
  }
}

/** Kept as one, answered once: what it holds is not taken apart. */
async function refuseBlock(settings: ExchangeSettings, { content, peer, refusal }: { content: Buffer; peer: string; refusal: V2Refusal }): Promise<Buffer> {
  await keepRefused(settings, { content, peer, refusal });
  return encodeMessage(answerBytes(settings, content, { code: 'AR', refusal }), { charset: 'utf8', hasMark: false });
}

/** Messages in one block or file: each is a row and an answer, and thirty megabytes hold millions of heads. */
const MESSAGES_MAX = 10_000;

/** The bytes of each message, made when it is its turn; a single one keeps its bytes untouched, whatever they are. Throws `v2.too-large`. */
export function* bodiesOf(content: Buffer): Generator<Buffer> {
  const { parts, charset } = partsOf(content);
  if (parts.length > MESSAGES_MAX) throw new V2Refusal('v2.too-large');
  if (parts.length <= 1) yield content;
  else for (const part of parts) yield encodeMessage(part, { charset, hasMark: false });
}

function partsOf(content: Buffer): { parts: readonly string[]; charset: string } {
  try {
    const { text, charset } = decodeMessage(content);
    return { parts: splitMessages(text), charset };
  } catch {
    return { parts: [], charset: '' };
  }
}

async function answersTo(settings: ExchangeSettings, { messageId, body }: { messageId: string; body: Buffer }): Promise<Buffer[]> {
  const asked = askedOf(body);
  const encoded = (text: string): Buffer => encodeMessage(text, { charset: asked.charset, hasMark: false });
  const answers: Buffer[] = [];
  if (asked.head !== undefined && isEnhanced(asked.head)) {
    const refusal = await refusalAtOnce(settings, body);
    if (wanted(asked.head.acceptAck, refusal === undefined)) answers.push(encoded(answerBytes(settings, body, { code: refusal === undefined ? 'CA' : 'CR', ...(refusal === undefined ? {} : { refusal }) })));
  }
  const outcome = await processMessage(settings, { messageId, byId: EXCHANGE });
  const text = answerOf(outcome, asked.head);
  return text === undefined ? answers : [...answers, encoded(text)];
}

function answerOf(outcome: Outcome | undefined, head: MessageHead | undefined): string | undefined {
  if (outcome?.answer == null) return undefined;
  if (head === undefined || !isEnhanced(head)) return outcome.answer;
  return wanted(head.applicationAck, outcome.isSuccess) ? outcome.answer : undefined;
}

const isEnhanced = ({ acceptAck, applicationAck }: MessageHead): boolean => acceptAck !== '' || applicationAck !== '';

/** Table 0155: always, never, on error or rejection, on success; nothing said beside a said one means never. */
function wanted(condition: string, isSuccess: boolean): boolean {
  return condition === 'AL' || (condition === 'ER' && !isSuccess) || (condition === 'SU' && isSuccess);
}

function askedOf(body: Buffer): { head: MessageHead | undefined; charset: string } {
  try {
    const { text, charset } = decodeMessage(body);
    return { head: headOf(parseMessage(text)), charset };
  } catch {
    return { head: undefined, charset: 'utf8' };
  }
}

/** What can be told before anything is applied: it is no message, or nobody knows the sender. */
async function refusalAtOnce(settings: ExchangeSettings, body: Buffer): Promise<V2Refusal | undefined> {
  try {
    const head = requireHead(parseMessage(decodeMessage(body).text));
    const site = await findSiteOf(settings.database, { application: head.sendingApplication, facility: head.sendingFacility });
    return site === undefined ? new V2Refusal('v2.unknown-sender', { segment: 'MSH', field: 3 }) : undefined;
  } catch (error) {
    if (error instanceof V2Refusal) return error;
    throw error;
  }
}
