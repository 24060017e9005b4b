import { sightOf } from '#platform/access/sight.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { sightedWithin, type Transaction } from '#platform/database/transaction.ts';
import type { OperationTable } from '#fhir/operations/operation-table.ts';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../problems.ts';
import type { ResourceWrite, StoredResource } from '../repository/resource-write.ts';
import { etagOf, writtenAnswer, type Answer } from './answer.ts';
import { entriesOf, entryProblem, isReading, type EntryRequest } from './entries/bundle-entry.ts';
import { findMatch, lockConditions, parseCondition, type Condition } from './conditional.ts';
import type { Interaction } from './dependencies.ts';
import { callOperation, readEntry } from './entries/read-entry.ts';
import { patchedResource, patchIn } from './patch/patch-resource.ts';
import { requireInteraction } from './permission.ts';
import { findReferences, isOwn, replaceReferences, replaceText, withOwnReferences, type FoundReference, type Resolve } from './references.ts';
import { storeGathered } from './writes/gathered-writes.ts';
import { preconditionOf } from './writes/preconditions.ts';
import { storeOutside } from './writes/store-outside.ts';

/** What an entry is about to do, once conditions are resolved and ids are given. */
interface Plan {
  readonly request: EntryRequest;
  readonly id: string;
  /** A conditional create that found its match writes nothing. */
  readonly existing: boolean;
  /** What is written; of a patch its result. */
  readonly resource: Resource | undefined;
  /** Conditional references of what was sent, and the `urn:uuid:` ones of what is written. */
  readonly open: readonly FoundReference[];
}

/**
 * transaction: all or nothing, in the order of the standard (delete, create, update, read), independent of the order of
 * entries (https://hl7.org/fhir/R4/http.html#trules). All writes go to the repository in one call.
 */
export async function runTransaction(interaction: Interaction, bundle: Bundle, operations: OperationTable): Promise<Answer> {
  const requests = entriesOf(bundle);
  for (const request of requests) requireEntry(interaction, request);
  const answers = (await runPlain(interaction, requests)) ?? await interaction.database.transaction(async (tx) => {
    const plans = await planWrites(interaction, tx, requests.filter((request) => !isReading(request)));
    const written = await storePlans(interaction, tx, plans);
    const inside: Interaction = { ...interaction, sql: sightedWithin(tx, sightOf(interaction.subject)), whole: tx, audit: (subject, entry) => recordAudit(tx, subject, entry) };
    for (const request of requests) {
      if (isReading(request)) written.set(request.index, await (request.operation === undefined ? readEntry(inside, request) : callOperation(inside, request, { operations, isWhole: true })));
    }
    return written;
  });
  const entries = requests.map(({ index, operation }) => responseText(answers.get(index)!, operation !== undefined || undefined));
  return { status: 200, body: `{"resourceType":"Bundle","type":"transaction-response"${entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`}}` };
}

/** Where every entry writes under an address that is known, nothing has to be looked for first. Undefined for all other transactions. */
async function runPlain(interaction: Interaction, requests: readonly EntryRequest[]): Promise<Map<number, Answer> | undefined> {
  const plans: Plan[] = [];
  for (const request of requests) {
    const open = openReferences(interaction, request.entry.resource, request.index);
    if (isReading(request) || !PLAIN.has(request.method) || conditionOf(request) !== undefined || open.some(isConditional)) return undefined;
    plans.push({ ...planOf(interaction, request, NO_CONDITION), open });
  }
  const resolve = resolverOf(addressesOf(plans), NONE);
  const stored = await storeGathered(interaction, { action: ACTION, writes: plans.map((plan) => writeOf(interaction, plan, resolve)) });
  return new Map(plans.map((plan, at) => [plan.request.index, answerOf(interaction, plan, stored[at]!)]));
}

const ACTION = 'fhir.transaction';
const PLAIN: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE']);
const NO_CONDITION = { condition: undefined, match: undefined };
const NONE: ReadonlyMap<string, string> = new Map();

const LETTERS = { POST: 'c', PUT: 'u', DELETE: 'd', GET: 'r', HEAD: 'r', PATCH: 'u' } as const;

function requireEntry({ subject }: Interaction, { method, type, id, member, index, entry }: EntryRequest): void {
  // Operations and searches over several types or within a compartment ask for the rights that they need themselves.
  if (type === '' || member !== undefined) return;
  requireInteraction(subject, type, method === 'GET' && id === undefined ? 's' : LETTERS[method]);
  if ((method === 'POST' || method === 'PUT') && entry.resource?.resourceType !== type) {
    throw entryProblem(`Bundle.entry[${index}].resource`, `条目必须带有 ${type} 资源。`, `The entry needs a ${type} resource.`);
  }
}

async function planWrites(interaction: Interaction, tx: Transaction, requests: readonly EntryRequest[]): Promise<Plan[]> {
  const conditions = new Map(requests.flatMap((request) => {
    const condition = conditionOf(request);
    return condition ? [[request.index, condition] as const] : [];
  }));
  const open = new Map(requests.map((request) => [request.index, openReferences(interaction, request.entry.resource, request.index)]));
  const referenced = [...open.values()].flat().filter(isConditional);
  await lockConditions(tx, [...conditions.values(), ...referenced.map(({ reference }) => conditionIn(reference))]);
  const plans: Plan[] = [];
  for (const request of requests) {
    const condition = conditions.get(request.index);
    const match = condition ? await findMatch(tx, interaction, condition) : undefined;
    const plan = { ...planOf(interaction, request, { condition, match }), open: open.get(request.index)! };
    if (request.method !== 'PATCH') {
      plans.push(plan);
      continue;
    }
    const resource = await patchedResource(interaction, tx, { type: request.type, id: plan.id, patch: patchIn(request.entry.resource) });
    plans.push({ ...plan, resource, open: [...plan.open.filter(isConditional), ...openReferences(interaction, resource, request.index).filter((each) => !isConditional(each))] });
  }
  return plans;
}

function conditionOf({ method, type, id, query, request }: EntryRequest): Condition | undefined {
  if (method === 'POST') return request.ifNoneExist === undefined ? undefined : parseCondition(type, request.ifNoneExist);
  return id === undefined && query !== undefined ? parseCondition(type, query) : undefined;
}

/** References of an entry that only the bundle or the database can turn into addresses, and those to this server by its whole address, found in one walk. */
const openReferences = ({ base }: Interaction, resource: unknown, index: number): FoundReference[] =>
  findReferences(resource, `Bundle.entry[${index}].resource`, (reference) => reference.startsWith('urn:uuid:') || CONDITIONAL.test(reference) || isOwn(reference, base));

function planOf({ ids }: Interaction, request: EntryRequest, { condition, match }: { condition: Condition | undefined; match: string | undefined }): Omit<Plan, 'open'> {
  const { method, entry, index } = request;
  if (method === 'POST') return { request, id: match ?? ids.newId(), existing: match !== undefined, resource: entry.resource };
  const id = request.id ?? match ?? (method === 'PUT' && condition ? (entry.resource?.id ?? ids.newId()) : undefined);
  if (id === undefined) throw condition ? fhirProblem('fhir.not-found') : entryProblem(index, '地址中缺少 id。', 'The address lacks an id.');
  if (method === 'PUT' && entry.resource?.id !== undefined && entry.resource.id !== id) {
    throw entryProblem(`Bundle.entry[${index}].resource.id`, '资源的 id 与地址不一致。', 'The id of the resource differs from the address.');
  }
  return { request, id, existing: false, resource: entry.resource };
}

async function storePlans(interaction: Interaction, tx: Transaction, plans: readonly Plan[]): Promise<Map<number, Answer>> {
  const addresses = addressesOf(plans);
  const conditional = await resolveConditional(interaction, tx, plans);
  const resolve = resolverOf(addresses, conditional);
  const active = plans.filter((plan) => !plan.existing);
  const stored = await storeOutside(interaction, tx, { action: ACTION, writes: active.map((plan) => writeOf(interaction, plan, resolve)) });
  const answers = new Map(active.map((plan, at) => [plan.request.index, answerOf(interaction, plan, stored[at]!)]));
  for (const plan of plans) if (plan.existing) answers.set(plan.request.index, { status: 200, location: `${interaction.base}/${plan.request.type}/${plan.id}` });
  return answers;
}

const resolverOf = (addresses: ReadonlyMap<string, string>, conditional: ReadonlyMap<string, string>): Resolve | undefined =>
  addresses.size === 0 && conditional.size === 0 ? undefined : (reference) => addresses.get(reference) ?? conditional.get(reference);

/** fullUrl → new address; of an absolute fullUrl also its relative form, which the other entries may use. */
function addressesOf(plans: readonly Plan[]): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const { request, id } of plans) {
    const url = request.entry.fullUrl;
    if (url === undefined) continue;
    const target = `${request.type}/${id}`;
    addresses.set(url, target);
    const relative = /^https?:\/\/.*\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(url)?.[1];
    if (relative !== undefined && relative !== target) addresses.set(relative, target);
  }
  return addresses;
}

const CONDITIONAL = /^[A-Z][A-Za-z]+\?/;
const isConditional = ({ reference }: FoundReference): boolean => CONDITIONAL.test(reference);
const conditionIn = (reference: string): Condition => parseCondition(reference.slice(0, reference.indexOf('?')), reference);

/** `Practitioner?identifier=…` as a reference: exactly one match, else nothing is stored. */
async function resolveConditional(interaction: Interaction, tx: Transaction, plans: readonly Plan[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { open } of plans) {
    for (const { path, reference } of open) {
      if (found.has(reference) || !CONDITIONAL.test(reference)) continue;
      const condition = conditionIn(reference);
      requireInteraction(interaction.subject, condition.type, 's');
      const match = await findMatch(tx, interaction, condition);
      if (match === undefined) throw unresolved(path);
      found.set(reference, `${condition.type}/${match}`);
    }
  }
  return found;
}

const unresolved = (path: string) =>
  fhirProblem('fhir.reference-unresolved', [{ path, message: { zh: '引用无法解析。', en: 'The reference cannot be resolved.' } }]);

function writeOf({ subject, base }: Interaction, { request, id, resource, open }: Plan, resolve: Resolve | undefined): ResourceWrite {
  const precondition = request.method === 'POST' ? undefined : preconditionOf(request.request);
  if (request.method === 'DELETE') {
    return { method: 'delete', resource: { resourceType: request.type, id } as Resource, ownerOrganisationId: null, precondition };
  }
  const resolved = (resolve ? replaceReferences(resource, resolve) : resource) as Resource;
  const replaced = open.some(({ reference }) => isOwn(reference, base)) ? withOwnReferences(resolved, base) : resolved;
  const dangling = open.find(({ reference }) => reference.startsWith('urn:uuid:') && (!resolve || replaceText(reference, resolve).startsWith('urn:uuid:')));
  if (dangling) throw unresolved(dangling.path);
  return {
    method: request.method === 'POST' ? 'create' : 'put',
    isNewId: request.method === 'POST',
    resource: replaced.id === id ? replaced : ({ ...replaced, id } as Resource),
    place: `Bundle.entry[${request.index}].resource`,
    ownerOrganisationId: null,
    newOwnerOrganisationId: subject.organisationId,
    precondition,
  };
}

function answerOf({ base }: Interaction, { request }: Plan, stored: StoredResource): Answer {
  if (request.method === 'DELETE') return { status: 204, etag: etagOf(stored.version) };
  return writtenAnswer(stored, base);
}

/** Reads and searches carry their resource; writes only say what became of them. */
export function responseText(answer: Answer, withResource = answer.location === undefined): string {
  const response = {
    status: String(answer.status),
    ...(answer.location === undefined ? {} : { location: answer.location }),
    ...(answer.etag === undefined ? {} : { etag: answer.etag }),
    ...(answer.lastModified === undefined ? {} : { lastModified: answer.lastModified.toISOString() }),
  };
  const resource = withResource && answer.body ? `"resource":${answer.body},` : '';
  return `{${resource}"response":${JSON.stringify(response)}}`;
}
