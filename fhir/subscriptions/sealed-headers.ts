import { isSealed } from '#platform/crypto/key-ring.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Subscription } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../problems.ts';
import type { ResourceWrite, WriteContext } from '../repository/resource-write.ts';

const PURPOSE = 'fhir.subscription-header';

/** Whose header it is: sealed for one subscription of one client to one address, it opens for no other. */
export interface HeaderPlace {
  readonly subscriptionId: string;
  readonly clientId: string;
  readonly endpoint: string;
}

const aboutOf = ({ subscriptionId, clientId, endpoint }: HeaderPlace): string => `fhir.subscription/${subscriptionId}/${clientId}/${endpoint}`;

const split = (line: string): { name: string; value: string } => ({ name: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 1).trim() });

/** Headers may hold a token of the receiver: what is stored, read back and kept in history holds their values sealed. */
export async function sealSubscriptionHeaders(context: WriteContext, writes: readonly ResourceWrite[]): Promise<readonly ResourceWrite[]> {
  if (!context.outside || !writes.some(hasHeaders)) return writes;
  const sealed: ResourceWrite[] = [];
  for (const write of writes) sealed.push(hasHeaders(write) ? await sealWrite(context, write) : write);
  return sealed;
}

const hasHeaders = ({ resource, method }: ResourceWrite): boolean =>
  method !== 'delete' && resource.resourceType === 'Subscription' && Array.isArray((resource as Subscription).channel?.header) && (resource as Subscription).channel.header!.length > 0;

async function sealWrite(context: WriteContext, write: ResourceWrite): Promise<ResourceWrite> {
  const given = write.resource as Subscription;
  const isNamed = given.id !== undefined;
  const id = given.id ?? context.newId();
  const place = { subscriptionId: id, clientId: context.subject.id, endpoint: given.channel.endpoint ?? '' };
  const header = await Promise.all((given.channel.header ?? []).map((line) => sealLine(context.tx, place, line)));
  return { ...write, resource: { ...given, id, channel: { ...given.channel, header } }, ...(isNamed ? {} : { isNewId: true }) };
}

/** One line of printable ASCII: once a value is sealed nobody sees a line break in it. */
const PRINTABLE = /^[\x20-\x7e]{0,6200}$/;

/** What is no header is left to the check that refuses it. */
async function sealLine(sql: Sql, place: HeaderPlace, line: unknown): Promise<string> {
  if (typeof line !== 'string' || !line.includes(':') || !PRINTABLE.test(line)) return line as string;
  const { name, value } = split(line);
  if (!isSealed(value)) return `${name}: ${await keyRing().sealText(sql, { purpose: PURPOSE, about: aboutOf(place) }, value)}`;
  try {
    await keyRing().openText(sql, aboutOf(place), value);
    return line;
  } catch {
    const message = { zh: '请求头的值是密文且属于另一地址或另一客户端，请重新填写原值。', en: 'The sealed value of this header belongs to another address or client: send the value itself again.' };
    throw fhirProblem('fhir.invalid', [{ path: 'Subscription.channel.header', message }]);
  }
}

/** The headers as the receiver is to get them. What was stored before values were sealed is sent as it is. */
export async function openHeaders(sql: Sql, place: HeaderPlace, header: readonly string[]): Promise<Record<string, string>> {
  const lines = header.map(split);
  const values = await keyRing().openTexts(sql, lines.map(({ value }) => ({ about: aboutOf(place), sealed: value })));
  return Object.fromEntries(lines.map(({ name }, index) => [name, values[index]!]));
}
