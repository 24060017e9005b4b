import { readFileSync } from 'node:fs';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import { openListener } from '#platform/http/listening.ts';
import type { Service, ServiceSettings } from '#platform/http/module.ts';
import { listenMllp, type MllpListener } from '#platform/mllp/listener.ts';
import { answerBytes, processMessage } from './commands/receive/process-message.ts';
import { EXCHANGE, keepUnfinished, receiveBlock } from './commands/receive/receive-block.ts';
import { sendQueued } from './commands/receive/send-queued.ts';
import { V2Refusal } from './rules/v2/message.ts';
import { listDueMessages } from './store/messages.ts';

/** The port that HL7 gives to MLLP. */
const PORT = 2575;
const PORT_SETTING = 'YIGONG_MLLP_PORT';
const POLL_MS = 1_000;
const BATCH = 50;

/** `YIGONG_MLLP_PORT`: a port, 0 for any, `off`; `YIGONG_MLLP_TLS_CERT` and `YIGONG_MLLP_TLS_KEY` for TLS. */
export const mllpService: Service = {
  name: 'exchange.mllp',
  start: async (settings) => {
    const wanted = settings.environment[PORT_SETTING] ?? String(PORT);
    const port = wanted === 'off' || wanted === '' ? null : Number(wanted);
    const listener = await openListener({ name: 'mllp', setting: PORT_SETTING, port, listens: settings.listens }, (given) => listen(settings, given));
    return { stop: async () => listener?.close() };
  },
};

async function listen(settings: ServiceSettings, port: number): Promise<MllpListener> {
  const certificate = settings.environment['YIGONG_MLLP_TLS_CERT'];
  const key = settings.environment['YIGONG_MLLP_TLS_KEY'];
  return listenMllp({
    port,
    host: settings.environment['YIGONG_MLLP_HOST'] ?? settings.environment['HOST'],
    ...(certificate === undefined || key === undefined ? {} : { tls: { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') } }),
    answer: (content, peer) => receiveBlock(settings, content, peer),
    answerTooLarge: () => Buffer.from(answerBytes(settings, Buffer.alloc(0), { code: 'AR', refusal: new V2Refusal('v2.too-large') })),
    unfinished: (content, peer) => keepUnfinished(settings, content, peer),
    onError: settings.onError,
  });
}

/** Takes up what a crash or a failure left, and sends what is queued. */
export const queueService: Service = {
  name: 'exchange.queue',
  start: async (settings): Promise<Worker> => {
    const receiving = startLoop({ pollMs: POLL_MS, onError: settings.onError, work: (stopped) => takeUpDue(settings, stopped) });
    const sending = startLoop({ pollMs: POLL_MS, onError: settings.onError, work: async (stopped) => void (await sendQueued(settings, stopped)) });
    return { stop: async () => void (await Promise.all([receiving.stop(), sending.stop()])) };
  },
};

async function takeUpDue(settings: ServiceSettings, stopped: () => boolean): Promise<void> {
  for (const messageId of await listDueMessages(settings.database, { now: settings.clock.now(), limit: BATCH })) {
    if (stopped()) break;
    await processMessage(settings, { messageId, byId: EXCHANGE, skipHeld: true });
  }
}
