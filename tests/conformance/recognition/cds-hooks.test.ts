import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { createSigningClient } from '#platform/identity/machine/clients.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLiveServer, type LiveServer, type Who } from '../access/live-server.ts';
import { buildSide, SIDES, type Side } from '../access/two-sides.ts';

let live: LiveServer;
let side: Side;
let hospital: Who;
let foreign: Who;
beforeAll(async () => {
  live = await openLiveServer();
  side = await buildSide(live, SIDES.a);
  hospital = await live.client(side.hospital, ['api/recognition.*', 'system/Patient.rs', 'system/DiagnosticReport.rs']);
  foreign = await live.client(null, ['api/recognition.*']);
}, 120_000);
afterAll(() => live.close());

const post = async (who: Who, path: string, payload: unknown) => {
  const answer = await live.server.inject({ method: 'POST', url: `/cds-services/${path}`, headers: { ...who, 'content-type': 'application/json' }, payload: JSON.stringify(payload) });
  return { status: answer.statusCode, body: (answer.body === '' ? null : JSON.parse(answer.body)) as { cards: Record<string, never>[] } };
};
const draft = (id: string, code: string) => ({ resource: { resourceType: 'ServiceRequest', id, status: 'draft', intent: 'order', subject: { reference: `Patient/${side.resident.id}` }, code: { coding: [{ code }] } } });
const asked = (hook: string, change: Record<string, unknown> = {}) => ({
  hook, hookInstance: randomUUID(), fhirServer: 'https://his.example.org/fhir',
  context: { userId: 'Practitioner/out-1', patientId: side.resident.id, draftOrders: { resourceType: 'Bundle', entry: [draft('one', 'RECOGNISE-alpha'), draft('two', 'NOTHING')] }, ...change },
});

describe('CDS Hooks 2.0', () => {
  it('discovery is open and names hook, id, description and prefetch of each service', async () => {
    const answer = await live.server.inject({ method: 'GET', url: '/cds-services' });
    expect(answer.statusCode).toBe(200);
    const { services } = JSON.parse(answer.body) as { services: { hook: string; id: string; description: string; prefetch: object }[] };
    expect(services.map(({ hook, id }) => [hook, id])).toEqual([['order-select', 'recognition-order-select'], ['order-sign', 'recognition-order-sign']]);
    expect(services.every(({ description, prefetch }) => description !== '' && 'patient' in prefetch)).toBe(true);
  });

  it.each(['order-select', 'order-sign'])('%s answers with a card that has what the standard asks for', async (hook) => {
    const { status, body } = await post(hospital, `recognition-${hook}`, asked(hook, hook === 'order-select' ? { selections: ['ServiceRequest/one'] } : {}));
    expect([status, body.cards.length]).toEqual([200, 1]);
    const card = body.cards[0] as unknown as { uuid: string; summary: string; indicator: string; source: { label: string }; selectionBehavior: string; suggestions: { label: string; actions: object[] }[]; overrideReasons: { code: string; display: string }[] };
    expect(card.uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(card.summary.length).toBeLessThan(140);
    expect(['info', 'warning', 'critical']).toContain(card.indicator);
    expect(card.source.label).not.toBe('');
    expect(card.selectionBehavior).toBe('at-most-one');
    expect(card.suggestions[0]!.actions).toEqual([{ type: 'delete', description: expect.any(String), resourceId: 'ServiceRequest/one' }]);
    expect(card.overrideReasons.map(({ code }) => code)).toEqual(['condition-changed', 'changes-fast', 'decisive', 'emergency', 'appraisal', 'other']);
  });

  it('what is not selected, and what is in no catalogue, gets no card', async () => {
    expect((await post(hospital, 'recognition-order-select', asked('order-select', { selections: ['ServiceRequest/two'] }))).body.cards).toEqual([]);
  });

  it('feedback records the decision of the outside doctor once, and an override needs a legal reason', async () => {
    const { body } = await post(hospital, 'recognition-order-sign', asked('order-sign'));
    const card = (body.cards[0] as unknown as { uuid: string }).uuid;
    const feedback = (more: Record<string, unknown>) => ({ feedback: [{ card, outcomeTimestamp: new Date().toISOString(), ...more }] });
    expect((await post(hospital, 'recognition-order-sign/feedback', feedback({ outcome: 'overridden', overrideReason: { reason: { code: 'habit' } } }))).status).toBe(422);
    const override = feedback({ outcome: 'overridden', overrideReason: { reason: { code: 'decisive', system: 'urn:yigong:recognition-decline-reason' }, userComment: '术前' } });
    for (let turn = 0; turn < 3; turn += 1) expect((await post(hospital, 'recognition-order-sign/feedback', override)).status).toBe(200);
    const rows = await live.opened.owner.query("select decision, reason_code as reason, doctor_id as doctor, note from recognition.decision where channel = 'cds-hooks'");
    expect(rows).toEqual([{ decision: 'declined', reason: 'decisive', doctor: 'Practitioner/out-1', note: '术前' }]);
  });

  it('nobody, a client without the scope, and one of another place get nothing; broken requests are named', async () => {
    const wordless = await live.client(side.hospital, ['system/Patient.rs']);
    expect((await post({}, 'recognition-order-sign', asked('order-sign'))).status).toBe(401);
    expect((await post(wordless, 'recognition-order-sign', asked('order-sign'))).status).toBe(403);
    const answer = await post(foreign, 'recognition-order-sign', asked('order-sign'));
    expect(answer.body.cards ?? []).toEqual([]);
    expect((await post(hospital, 'recognition-order-sign', { hook: 'order-sign' })).status).toBe(400);
    expect((await post(hospital, 'recognition-order-sign', asked('order-select'))).status).toBe(400);
    expect((await post(hospital, 'no-such-service', asked('order-sign'))).status).toBe(404);
  });

  it('an outside system with ids of its own is understood by the numbers of its prefetch, in either form; somebody unknown gets no card and no error', async () => {
    const { body } = await live.fhir(hospital, 'GET', `/Patient/${side.resident.id}`);
    const identifier = ((body as { identifier?: { system?: string; value?: string }[] }).identifier ?? []).filter(({ system, value }) => system && value);
    expect(identifier.length).toBeGreaterThan(0);
    const outside = (patient: Record<string, unknown>) => ({ ...asked('order-sign', { patientId: 'HIS-77' }), prefetch: { patient } });
    const found = async (patient: Record<string, unknown>) => (await post(hospital, 'recognition-order-sign', outside(patient))).body.cards.length;
    expect(await found({ resourceType: 'Patient', id: 'HIS-77', identifier })).toBe(1);
    expect(await found({ resourceType: 'Patient', id: 'HIS-77', identifier: [{ system: 'urn:his', value: '77' }, ...identifier] })).toBe(1);
    expect(await found({ resourceType: 'Bundle', type: 'searchset', entry: [{ resource: { resourceType: 'Patient', id: 'HIS-77', identifier } }] })).toBe(1);
    expect(await found({ resourceType: 'Patient', id: 'HIS-77', identifier: [{ system: identifier[0]!.system, value: 'nobody' }] })).toBe(0);
    expect(await found({ resourceType: 'Patient', id: 'HIS-77' })).toBe(0);
  });

  describe('a client signs its calls', () => {
    let key: CryptoKey;
    const url = 'http://localhost:80/cds-services/recognition-order-sign';
    beforeAll(async () => {
      const pair = await generateKeyPair('ES384');
      key = pair.privateKey;
      const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES384', use: 'sig' };
      await createSigningClient(live.opened.database, { clientId: 'his-1', name: '外院系统', scopes: ['api/recognition.*', 'system/Patient.rs', 'system/DiagnosticReport.rs'], organisationId: side.hospital, keys: { jwks: { keys: [jwk] } } });
    });
    const signed = async ({ audience = url, issuer = 'his-1', seconds = 120, jti = randomUUID() as string, signer = key } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return { authorization: `Bearer ${await new SignJWT({ jti }).setProtectedHeader({ alg: 'ES384', kid: 'k1', typ: 'JWT' }).setIssuer(issuer).setAudience(audience).setIssuedAt(now).setExpirationTime(now + seconds).sign(signer)}`, host: 'localhost:80' };
    };

    it('with a JWT for this address, once; every other one is refused', async () => {
      const who = await signed();
      const { status, body } = await post(who, 'recognition-order-sign', asked('order-sign'));
      expect([status, body.cards.length]).toEqual([200, 1]);
      const other = await generateKeyPair('ES384');
      for (const bad of [who, await signed({ audience: 'http://localhost:80/cds-services/recognition-order-select' }), await signed({ issuer: 'nobody' }), await signed({ seconds: -120 }), await signed({ seconds: 3600 }), await signed({ signer: other.privateKey }), { authorization: 'Bearer a.b.c' }]) {
        expect((await post(bad as Who, 'recognition-order-sign', asked('order-sign'))).status).toBe(401);
      }
    });
  });
});
