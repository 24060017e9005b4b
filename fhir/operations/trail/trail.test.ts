import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent, Bundle } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { NOBODY, openLiveServer, type LiveServer, type Who } from '#tests/conformance/access/live-server.ts';

let live: LiveServer;
let auditor: Who;
let reader: Who;

beforeAll(async () => {
  live = await openLiveServer();
  auditor = await live.client(null, ['api/audit.read', 'system/*.cruds']);
  reader = await live.client(null, ['system/*.cruds']);
  await live.fhir(reader, 'PUT', '/Patient/p1', { body: { resourceType: 'Patient', id: 'p1', name: [{ text: '王芳' }] } });
  await live.fhir(reader, 'GET', '/Patient/p1');
  await live.fhir(NOBODY, 'GET', '/Patient/p1');
}, 120_000);
afterAll(() => live.close());

const trail = async (query = ''): Promise<Bundle> => (await live.fhir(auditor, 'GET', `/AuditEvent/$trail${query}`)).body as Bundle;
const events = (bundle: Bundle): AuditEvent[] => (bundle.entry ?? []).map(({ resource }) => resource as AuditEvent);

describe('AuditEvent/$trail', () => {
  test('gives valid AuditEvents of who read whom', async () => {
    const bundle = await trail('?patient=Patient/p1');
    expect(validateResource(bundle)).toEqual([]);
    const read = events(bundle).find(({ subtype }) => subtype?.some(({ code }) => code === 'read'));
    expect(read).toMatchObject({ action: 'R', outcome: '0', agent: [{ requestor: true }] });
    expect(read?.entity?.[0]?.what?.reference).toBe('Patient/p1');
  });

  test('pages without a gap, newest first', async () => {
    const first = await trail('?patient=p1&_count=1');
    const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const second = await trail(next.slice(next.indexOf('?')));
    expect(Number(events(second)[0]!.id!.slice(6))).toBeLessThan(Number(events(first)[0]!.id!.slice(6)));
  });

  test('is refused to whoever may not read the trail, and wrong parameters are named', async () => {
    expect((await live.fhir(reader, 'GET', '/AuditEvent/$trail')).status).toBe(403);
    expect((await live.fhir(NOBODY, 'GET', '/AuditEvent/$trail')).status).toBe(401);
    for (const query of ['?date=2026-02-31', '?date=ge2026-02-31', '?outcome=8', '?_count=9999', '?nonsense=1']) {
      const answer = await live.fhir(auditor, 'GET', `/AuditEvent/$trail${query}`);
      expect(answer.status, query).toBe(400);
      expect(answer.text).toContain('OperationOutcome');
    }
  });
});
