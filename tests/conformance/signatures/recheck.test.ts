import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MODULES, SIGNED } from '#apps/server/modules.ts';
import { resolutionDocument } from '#modules/governance/server/rules/signed-documents.ts';
import { listResolutionsById } from '#modules/governance/server/store/meetings.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { runTask } from '#platform/jobs/task.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { SignatureFinding } from '#platform/signature/contract.ts';
import { RECHECK_BEGINNING, recheckSome } from '#platform/signature/recheck.ts';
import { RECHECK_TASK } from '#platform/signature/module.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { openLiveServer, type LiveServer } from '../access/live-server.ts';
import { canonicalJson } from '#platform/signature/canonical-json.ts';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import { buildSide, SIDES, type Side } from '../access/two-sides.ts';

let live: LiveServer;
let side: Side;

const run = async <Body = { id: string }>(name: string, input: Record<string, unknown>): Promise<Body> => {
  const answer = await live.call(side.all, name, input);
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`);
  return answer.body as Body;
};
const change = (sql: string, values: readonly unknown[] = []) => live.opened.owner.execute(sql, values);
const one = async (sql: string, values: readonly unknown[] = []): Promise<string> => (await live.opened.owner.query<{ id: string }>(sql, values))[0]!.id;

async function recheck(): Promise<{ signatures: number; documents: number; findings: readonly SignatureFinding[] }> {
  for (let cursor = RECHECK_BEGINNING; ;) {
    const next = await recheckSome(live.opened.database, SIGNED, cursor);
    if (next === undefined) return cursor;
    cursor = next;
  }
}
const found = async () => (await recheck()).findings.map(({ finding, document, changed }) => [finding, document, changed]);

/** A meeting that adopts one item. */
async function resolve(): Promise<void> {
  const words = { zh: '结余委员会', en: 'Committee' };
  const body = await run('foundBody', { name: words, kind: 'committee', quorumPercent: 50, majority: 'simple', scope: ['结余资金使用'] });
  const { seats } = await run<{ seats: { id: string }[] }>('seatMember', { id: body.id, holder: '委员', post: words, mayVote: true, validFrom: '2026-01-01' });
  const meeting = await run('draftMeeting', { bodyId: body.id, title: '第一次会议', meetsOn: '2026-12-01' });
  const { items } = await run<{ items: { id: string }[] }>('proposeItem', { id: meeting.id, kind: 'money', scope: '结余资金使用', title: '结余分配方案', paper: '上年结余情况', proposal: '按服务量分配上年结余' });
  await run('callMeeting', { id: meeting.id });
  await run('openMeeting', { id: meeting.id, seatIds: [seats[0]!.id] });
  await run('castVote', { id: items[0]!.id, seatId: seats[0]!.id, choice: 'for' });
  await run('closeMeeting', { id: meeting.id, minutes: '会议纪要全文', tasks: [] });
}

async function agree(): Promise<string> {
  const today = chinaDate(new Date());
  const agreement = await run('signAgreement', {
    kind: 'teleconsultation', firstOrganisationId: side.township, secondOrganisationId: side.hospital, signedOn: today, validFrom: today, validUntil: addDays(today, 30), firstSignatory: '甲方代表', secondSignatory: '乙方代表',
    firstContactName: '甲方', firstContactTelephone: '010-1', secondContactName: '乙方', secondContactTelephone: '010-2',
  });
  await run('countersignAgreement', { id: agreement.id });
  return agreement.id;
}

/** The resolutions that the side was given as rows, signed as closing their meeting would have. */
async function signGiven(): Promise<void> {
  const given = await live.opened.owner.query<{ id: string }>('select resolution_id as id from governance.resolution');
  await live.opened.database.transaction(async (tx) => {
    for (const resolution of await listResolutionsById(tx, given.map(({ id }) => id))) {
      await signDocument(tx, { ...resolutionDocument(resolution), signatureId: randomUUID(), organisationId: resolution.ownerOrganisationId, subject: systemSubject, now: new Date() });
    }
  });
}

beforeAll(async () => {
  live = await openLiveServer();
  side = await buildSide(live, SIDES.a);
  await signGiven();
  await resolve();
  const { rows } = await run<{ rows: { id: string; digest: string }[] }>('listCharters', {});
  await run('signCharter', { id: rows[0]!.id, digest: rows[0]!.digest });
}, 120_000);
afterAll(() => live?.close());

test('every room that signs is in the check, and what nobody touched is whole', async () => {
  expect(SIGNED.length).toBe(MODULES.flatMap(({ signed }) => signed ?? []).length);
  const needed = await live.opened.owner.query<{ kind: string }>('select kind from signature.requirement order by kind');
  expect(needed.map(({ kind }) => kind)).toEqual(SIGNED.map(({ kind }) => kind).sort());
  await agree();
  const { signatures, documents, findings } = await recheck();
  expect(findings).toEqual([]);
  const kinds = await live.opened.owner.query<{ kind: string }>(`select distinct split_part(document, '/', 1) as kind from signature.signature order by 1`);
  expect(kinds.map(({ kind }) => kind)).toEqual(SIGNED.map(({ kind }) => kind).sort());
  expect(signatures).toBeGreaterThan(kinds.length);
  expect(documents).toBeGreaterThan(kinds.length);
});

test.each([
  ['a report', 'diagnostic-report', `update shared_diagnosis.report set impression = '前壁心肌梗死' where order_id = $1`, ['impression']],
  ['a contract of a centre', 'centre-contract', `update shared_diagnosis.centre_contract set prices = '[{"modality":"ECG","priceFen":9900}]' where contract_id = $1`, ['prices']],
  ['a resolution', 'resolution', `update governance.resolution set for_count = 9, text = '全部分配给牵头医院' where resolution_id = $1`, ['forCount', 'text']],
  ['a charter', 'charter', `update governance.charter set title = '另一份章程' where charter_id = $1`, ['title']],
  ['an agreement', 'agreement', `update consortium.agreement set covers_subordinates = not covers_subordinates where agreement_id = $1`, ['coversSubordinates']],
  ['a letter of referral', 'referral', `update referral.referral set letter = letter || '{"reason":"改写的理由"}' where referral_id = $1`, ['content.reason']],
])('one change of %s by SQL is found and its place named', async (_, kind, sql, changed) => {
  const document = await one(`select document as id from signature.signature where document like $1 order by signed_at desc limit 1`, [`${kind}/%`]);
  const id = document.split('/')[1]!;
  const before = await found();
  await change(sql, [id]);
  const after = await found();
  const news = after.filter((finding) => !before.some((each) => JSON.stringify(each) === JSON.stringify(finding)));
  expect(news.length).toBeGreaterThan(0);
  for (const each of news) {
    expect(each[0]).toBe('changed');
    expect(String(each[1])).toMatch(new RegExp(`^${kind}/${id}`));
    expect(each[2]).toEqual(changed);
  }
});

test('a signature that is taken away, given to another name, or left without its document is found', async () => {
  const before = (await found()).length;
  const [first, second] = await live.opened.owner.query<{ id: string; document: string }>(`select signature_id as id, document from signature.signature where document like 'diagnostic-report/%' order by signed_at limit 2`);
  await change('delete from signature.signature where signature_id = $1', [first!.id]);
  await change(`update signature.signature set signer_name = '别人' where signature_id = $1`, [second!.id]);
  await change(`update signature.signature set document = 'resolution/none' where signature_id = (select signature_id from signature.signature where document like 'resolution/%' limit 1)`);
  const after = await found();
  expect(after).toContainEqual(['signature-missing', first!.document, []]);
  expect(after).toContainEqual(['forged', second!.document, []]);
  expect(after).toContainEqual(['forged', 'resolution/none', []]);
  expect(after.length).toBeGreaterThan(before);
});

test('the audit administrator asks for the check and reads what was found; a second one waits for the first', async () => {
  const { taskId } = await run<{ taskId: string }>('verifySignatures', {});
  expect((await live.call(side.all, 'verifySignatures', {})).status).toBe(409);
  const task = MODULES.flatMap(({ tasks }) => tasks ?? []).find(({ kind }) => kind === RECHECK_TASK)!;
  expect(await runTask({ database: live.opened.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes) }, task, taskId)).toBe('done');
  const { check } = await run<{ check: { state: string; differences: number; findings: SignatureFinding[] } }>('getSignatureCheck', {});
  expect(check.state).toBe('done');
  expect(check.differences).toBe((await recheck()).findings.length);
  expect(check.findings.map(({ finding }) => finding)).toContain('signature-missing');
});

test('the report leaves as FHIR with a signature that others can verify', async () => {
  const rows = await live.opened.owner.query<{ content: string }>(
    `select fhir.whole_text(resource_type, resource_id, version, last_updated, content) as content from fhir.resource where resource_type = 'Provenance' and content like '%DiagnosticReport/${side.ids.diagnosisIssued}%' and content like '%"signature"%'`);
  const [provenance] = rows.map(({ content }) => JSON.parse(content) as { target: { reference: string }[]; signature: { data: string; who: object; onBehalfOf: { reference: string } }[] });
  expect(provenance!.target).toContainEqual({ reference: `DiagnosticReport/${side.ids.diagnosisIssued}` });
  expect(provenance!.signature[0]!.onBehalfOf.reference).toBe(`Organization/${side.hospital}`);
  const data = JSON.parse(Buffer.from(provenance!.signature[0]!.data, 'base64').toString('utf8')) as { statement: string };
  expect(JSON.parse(data.statement)).toContain(`diagnostic-report/${side.ids.diagnosisIssued}/1`);
});

test('a document leaves its organisation as a signed Bundle, which whoever has it can verify; a stranger’s copy is not signed in its name', async () => {
  const own = await live.client(side.hospital, ['system/*.cruds']);
  const composition = { resourceType: 'Composition', id: 'signed-letter', status: 'final', type: { text: '出院小结' }, subject: { reference: `Patient/${side.resident.id}` }, date: '2026-11-20', author: [{ display: '医生' }], title: '出院小结' };
  const written = await live.fhir(own, 'PUT', '/Composition/signed-letter', { body: composition });
  expect([200, 201], written.text).toContain(written.status);
  interface Signed { readonly signature?: { readonly data: string; readonly onBehalfOf: { readonly reference: string } } }
  const { signature, ...bundle } = (await live.fhir(own, 'GET', '/Composition/signed-letter/$document')).body as Signed & Record<string, unknown>;
  expect(signature!.onBehalfOf.reference).toBe(`Organization/${side.hospital}`);
  const data = JSON.parse(Buffer.from(signature!.data, 'base64').toString('utf8')) as { algorithm: string; publicKey: string; statement: string; value: string };
  const provider = PROVIDERS[data.algorithm === 'SM2-SM3' ? 'national' : 'international'];
  expect(provider.verify(data.publicKey, Buffer.from(data.statement, 'utf8'), Buffer.from(data.value, 'hex'))).toBe(true);
  expect(data.statement).toContain(provider.digest(Buffer.from(canonicalJson(bundle), 'utf8')).toString('hex'));
  expect(data.statement).not.toContain(provider.digest(Buffer.from(canonicalJson({ ...bundle, timestamp: 'x' }), 'utf8')).toString('hex'));
  const other = await live.client(side.township, ['system/*.cruds']);
  const copy = await live.fhir(other, 'GET', '/Composition/signed-letter/$document');
  if (copy.status === 200) expect((copy.body as Signed).signature).toBeUndefined();
  else expect(copy.status).toBe(403);
});
