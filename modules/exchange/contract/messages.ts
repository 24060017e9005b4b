import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { command, query } from '#platform/kernel/contract.ts';

export const MESSAGE_STATES = ['received', 'applied', 'repeated', 'failed', 'dead', 'queued', 'sent', 'set-aside'] as const;
export const messageStateSchema = z.enum(MESSAGE_STATES);
const directionSchema = z.enum(['in', 'out']);
const channelSchema = z.enum(['mllp', 'file', 'document', 'outgoing']);
export const messageIdSchema = z.string().min(1).max(64);
const textFilter = z.string().max(100).optional();
const dayFilter = z.string().refine(isCalendarDate, '日期须存在，格式为 YYYY-MM-DD | A day of the calendar, written YYYY-MM-DD').optional();

/** One line of the log. No body and no person stands in it. */
export const messageLineSchema = z.object({
  id: z.string(),
  direction: directionSchema,
  channel: channelSchema,
  organisationId: z.string().nullable(),
  organisationName: z.string().nullable(),
  siteId: z.string().nullable(),
  siteName: z.string().nullable(),
  format: z.string(),
  messageType: z.string().nullable(),
  controlId: z.string().nullable(),
  state: messageStateSchema,
  since: z.string(),
  keptAt: z.string(),
  sizeBytes: z.number(),
  attempts: z.number(),
  nextAttemptAt: z.string().nullable(),
  code: z.string().nullable(),
  place: z.string().nullable(),
  detail: z.string().nullable(),
  resources: z.number(),
  warnings: z.number(),
  firstMessageId: z.string().nullable(),
});
export type MessageLine = z.infer<typeof messageLineSchema>;

export const listMessages = query({
  name: 'listMessages',
  path: '/exchange/messages',
  permission: 'exchange.read-log',
  summary: { zh: '消息日志', en: 'The message log' },
  input: z.object({
    state: z.union([messageStateSchema, z.array(messageStateSchema)]).optional(),
    direction: directionSchema.optional(),
    siteId: textFilter,
    messageType: textFilter,
    controlId: textFilter,
    from: dayFilter,
    to: dayFilter,
    ...pageInput,
  }),
  output: pageOf(messageLineSchema),
});

export const countMessages = query({
  name: 'countMessages',
  path: '/exchange/messages/counts',
  permission: 'exchange.read-log',
  summary: { zh: '各状态消息数', en: 'Messages by state' },
  input: z.object({}),
  output: z.object({ states: z.record(z.string(), z.number()), stuck: z.number(), oldestStuckAt: z.string().nullable() }),
});

const eventSchema = z.object({ event: z.string(), at: z.string(), byId: z.string(), code: z.string().nullable(), place: z.string().nullable(), detail: z.string().nullable() });

export const getMessage = query({
  name: 'getMessage',
  path: '/exchange/messages/{id}',
  permission: 'exchange.read-log',
  summary: { zh: '一条消息的经过', en: 'What happened to one message' },
  input: z.object({ id: messageIdSchema }),
  output: messageLineSchema.extend({ answer: z.string().nullable(), peer: z.string().nullable(), bodyHash: z.string(), events: z.array(eventSchema) }),
});

export const readMessageBody = command({
  name: 'readMessageBody',
  path: '/exchange/messages/{id}/body',
  permission: 'exchange.read-body',
  event: 'exchange.body-read',
  summary: { zh: '查看消息原文', en: 'Read the body of a message' },
  input: z.object({ id: messageIdSchema, reason: z.string().trim().min(2).max(200) }),
  output: z.object({ id: z.string(), text: z.string(), charset: z.string(), sizeBytes: z.number(), isCut: z.boolean() }),
});

const rerunAnswer = z.object({ id: z.string(), state: messageStateSchema, code: z.string().nullable(), place: z.string().nullable() });

export const rerunMessage = command({
  name: 'rerunMessage',
  path: '/exchange/messages/{id}/rerun',
  permission: 'exchange.rerun-message',
  event: 'exchange.message-rerun',
  summary: { zh: '重新处理一条消息', en: 'Process or send a message again' },
  input: z.object({ id: messageIdSchema }),
  output: rerunAnswer,
});

export const rerunMessages = command({
  name: 'rerunMessages',
  path: '/exchange/messages/rerun',
  permission: 'exchange.rerun-message',
  event: 'exchange.messages-rerun',
  summary: { zh: '批量重新处理失败或死信消息', en: 'Process failed or dead messages again, many at once' },
  input: z.object({
    ids: z.array(messageIdSchema).max(500).optional(),
    state: z.enum(['failed', 'dead']).optional(),
    siteId: textFilter,
    messageType: textFilter,
  }),
  output: z.object({ asked: z.number() }),
});

export const setMessageAside = command({
  name: 'setMessageAside',
  path: '/exchange/messages/{id}/set-aside',
  permission: 'exchange.set-message-aside',
  event: 'exchange.message-set-aside',
  summary: { zh: '搁置死信', en: 'Set a dead message aside' },
  input: z.object({ id: messageIdSchema, reason: z.string().trim().min(2).max(200) }),
  output: rerunAnswer,
});

export const applyMessage = command({
  name: 'applyMessage',
  path: '/exchange/messages/apply',
  permission: 'exchange.apply-message',
  event: 'exchange.message-handed-in',
  summary: { zh: '递交一个 HL7 或 CDA 文件', en: 'Hand in a file of HL7 v2 or CDA' },
  input: z.object({
    /** Base64 of the bytes as they are, so that no character set is lost. */
    content: z.string().max(45_000_000),
    fileName: z.string().max(200).default('file'),
  }),
  output: z.object({ messages: z.array(rerunAnswer.extend({ answer: z.string().nullable(), resources: z.number(), warnings: z.number(), messageType: z.string().nullable() })) }),
});

export const sendMessage = command({
  name: 'sendMessage',
  path: '/exchange/sites/{siteId}/send',
  permission: 'exchange.send-message',
  event: 'exchange.message-queued',
  summary: { zh: '把一份资源发给一个系统', en: 'Send a resource to a system as HL7 v2' },
  input: z.object({ siteId: z.string().min(1).max(64), resource: z.string().regex(/^(Patient|Encounter|DiagnosticReport|ServiceRequest|Appointment)\/[A-Za-z0-9\-.]{1,64}$/), event: z.string().regex(/^[A-Z]{3}\^[A-Z0-9]{3}$/) }),
  output: rerunAnswer,
});
