import { parseQuery } from '#fhir/search/query-string.ts';
import { parseSearch } from '#fhir/search/search-request.ts';
import { compileSearch } from '#fhir/search/search-statement.ts';
import type { Subscription } from '#fhir/types/resources.gen.ts';
import { mayUse } from '../interactions/permission.ts';
import { fhirProblem } from '../problems.ts';
import type { WriteContext } from '../repository/resource-write.ts';
import { parseEndpoint } from './endpoint.ts';

const PAYLOADS = new Set(['application/fhir+json', 'application/fhir+xml', 'application/json', 'application/xml']);
/** Those that the sender writes itself. */
const OWN_HEADERS = /^(host|connection|content-length|content-type|transfer-encoding|upgrade|expect|te|trailer|keep-alive|proxy-.*)$/i;

const refusal = (place: string, zh: string, en: string) => fhirProblem('fhir.invalid', [{ path: `Subscription.${place}`, message: { zh, en } }]);

type Asking = Pick<WriteContext, 'subject' | 'now'>;

/** A structurally valid subscription as it is kept: `requested` becomes `active`. Throws `fhir.invalid`, `fhir.scope-missing`. */
export function acceptSubscription(context: Asking, subscription: Subscription): Subscription {
  if (subscription.status === 'off' || subscription.status === 'error') return subscription;
  if (context.subject.kind !== 'client') throw fhirProblem('fhir.scope-missing');
  requireCriteria(context, subscription.criteria);
  requireChannel(subscription.channel);
  const { error: _past, ...kept } = subscription;
  return { ...kept, status: 'active' };
}

function requireCriteria({ subject, now }: Asking, criteria: string): void {
  const { type, parameters } = parseQuery(criteria);
  const request = parseSearch(type, parameters);
  if (!mayUse(subject, type, 's') || !mayUse(subject, type, 'r')) throw fhirProblem('fhir.scope-missing');
  const { unknownParameters } = compileSearch(request, { subject, now, bases: [], mayRead: (each) => mayUse(subject, each, 's') });
  const unknown = unknownParameters[0];
  if (unknown !== undefined) throw refusal('criteria', `该类型没有检索参数 ${unknown}。`, `The type has no search parameter ${unknown}.`);
  if (request.includes.length > 0) throw refusal('criteria', '条件中不能使用 _include。', 'Criteria take no _include.');
}

function requireChannel({ type, endpoint, payload, header = [] }: Subscription['channel']): void {
  if (type === 'websocket') return requireNoPayload(payload);
  if (type !== 'rest-hook') throw refusal('channel.type', '仅支持 rest-hook 与 websocket 通道。', 'Only the channels rest-hook and websocket are served.');
  if (endpoint === undefined || !parseEndpoint(endpoint)) {
    throw refusal('channel.endpoint', '地址必须是允许访问的 http(s) 地址；本机、内网地址须由管理员放行。', 'The endpoint is an http(s) address outside this network, or one that the administrator allows (YIGONG_SUBSCRIPTION_HOSTS).');
  }
  if (payload !== undefined && !PAYLOADS.has(payload)) throw refusal('channel.payload', '内容类型须为 FHIR JSON 或 XML。', 'The payload is application/fhir+json or application/fhir+xml.');
  for (const line of header) {
    const name = /^([A-Za-z0-9-]{1,100}): ?[\x20-\x7e]{0,6000}$/.exec(line ?? '')?.[1];
    if (name === undefined || OWN_HEADERS.test(name)) throw refusal('channel.header', '请求头格式为“名称: 值”。', 'A header is written "Name: value" and is none that the sender sets itself.');
  }
}

/** A ping says that there is something, never what. */
function requireNoPayload(payload: string | undefined): void {
  if (payload !== undefined) throw refusal('channel.payload', 'websocket 通道只发送 ping，不能带内容。', 'A websocket carries pings alone, and no payload.');
}
