import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findResource } from '#fhir/repository/read.ts';
import { searchResources } from '#fhir/repository/search.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { BoundOperation } from '#platform/http/operation.ts';
import { ownAddress } from '#platform/http/own-address.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { OfferedCard } from '../../../contract/decisions.ts';
import type { RecognitionHouse } from './house.ts';
import { operations } from '../../routes.ts';
import { HOOK_SERVICES, hookCards } from '../../rules/hook-cards.ts';
import { draftOrdersOf, feedbackSchema, hookRequestSchema, patientNumbersOf, type HookRequest } from '../../rules/hook-request.ts';
import { listReasons } from '../../store/catalogue.ts';
import { problem } from '../decide/find-results.ts';

const boundOf = (name: string): BoundOperation => operations.find(({ operation }) => operation.name === name)!;

/** CDS Hooks 2.0: discovery is open, the rest asks for an access token and goes through the gate like every command. */
export async function registerHookRoutes(server: FastifyInstance, house: RecognitionHouse): Promise<void> {
  server.get('/cds-services', () => ({ services: HOOK_SERVICES }));
  server.post('/cds-services/:id', async (request, reply) => {
    const service = serviceOf(request);
    const subject = await signedIn(house, request);
    const asked = parse(hookRequestSchema, request.body);
    if (asked.hook !== service.hook) throw problem('recognition.hook-invalid', [{ path: 'hook', message: { zh: `应为 ${service.hook}`, en: `Should be ${service.hook}` } }]);
    const cards = await cardsFor(house, subject, asked);
    const reasons = await listReasons(house.database, chinaDate(new Date()));
    return reply.header('cache-control', 'no-store').send({ cards: hookCards(cards, { reasons, publicUrl: house.publicUrl ?? '' }) });
  });
  server.post('/cds-services/:id/feedback', async (request, reply) => {
    serviceOf(request);
    const subject = await signedIn(house, request);
    for (const { card, outcome, overrideReason } of parse(feedbackSchema, request.body).feedback) {
      const reason = overrideReason?.reason?.code ?? (overrideReason?.userComment ? 'other' : undefined);
      const input = { id: card, outcome, ...(reason === undefined ? {} : { reasonCode: reason }), ...(overrideReason?.userComment === undefined ? {} : { note: overrideReason.userComment }) };
      // A client that repeats its feedback decides once.
      await house.dispatcher.dispatch(boundOf('answerOffer'), { subject, input, idempotencyKey: `cds-${card}-${outcome}` });
    }
    return reply.header('cache-control', 'no-store').send({});
  });
}

function serviceOf(request: FastifyRequest): (typeof HOOK_SERVICES)[number] {
  const { id } = request.params as { id: string };
  const service = HOOK_SERVICES.find((each) => each.id === id);
  if (service === undefined) throw problem('recognition.no-hook');
  return service;
}

/** CDS Hooks 2.0, "Trusting CDS Clients": a JWT signed for this address; or the access token of the FHIR interface. */
async function signedIn({ subjectOf, subjectByAssertion, publicUrl }: RecognitionHouse, request: FastifyRequest): Promise<Subject> {
  const signed = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const subject = signed === undefined ? await subjectOf(request) : await subjectByAssertion(signed, [`${ownAddress(request, publicUrl)}${request.url.split('?')[0]}`]);
  if (subject.id === '') throw platformProblem('platform.unauthenticated');
  return subject;
}

function parse<Output>(schema: { safeParse(value: unknown): { success: true; data: Output } | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } } }, body: unknown): Output {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw problem('recognition.hook-invalid', parsed.error.issues.slice(0, 20).map(({ path }) => ({ path: path.map(String).join('.'), message: { zh: '缺少或不正确', en: 'Missing or not right' } })));
}

/** Who has no ground for the person, or is asked about somebody whom nobody knows here, gets no card: an order is never held up. */
async function cardsFor(house: RecognitionHouse, subject: Subject, asked: HookRequest): Promise<readonly OfferedCard[]> {
  const orders = draftOrdersOf(asked);
  const personId = await findPerson(house, subject, asked);
  if (orders.length === 0 || personId === undefined || subject.organisationId === null) return [];
  const { context: { userId }, hookInstance, hook } = asked;
  const input = { personId, organisationId: subject.organisationId, orders, doctor: { reference: userId, name: userId } };
  const answer = await house.dispatcher.dispatch(boundOf('offerRecognition'), { subject, input, idempotencyKey: `cds-${hook}-${hookInstance}` });
  return (answer as { cards: OfferedCard[] }).cards;
}

/** By the id where it is ours and the gate lets the caller see it; else by the numbers that the caller sent along. */
async function findPerson({ database }: RecognitionHouse, subject: Subject, asked: HookRequest): Promise<string | undefined> {
  const given = asked.context.patientId.replace(/^Patient\//, '');
  for (const number of patientNumbersOf(asked)) {
    const { resources } = await searchResources(database, subject, `Patient?identifier=${encodeURIComponent(number)}&_count=2`);
    if (resources.length === 1) return resources[0]!.id;
  }
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(given)) return undefined;
  return (await findResource(database, 'Patient', given))?.id;
}
