import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';
import { foldWords, termsOf } from './fold-words.ts';
import { plainText } from './plain-text.ts';

let fhir: TestFhir;
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => {
  const answer = await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body });
  expect({ status: answer.status, body: answer.status === 201 ? {} : answer.body }).toEqual({ status: 201, body: {} });
};
const find = async (query: string) => {
  const answer = await fhir.send<Bundle>('GET', `/${encodeURI(query).replaceAll('&_', '&_')}`);
  return answer.status === 200 ? (answer.body.entry ?? []).filter((entry) => entry.search?.mode === 'match').map((entry) => entry.resource!.id) : answer.status;
};
const narrative = (div: string) => ({ status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${div}</div>` });
const subject = { reference: 'Patient/p', display: '王芳' };
const report = (id: string, more: Record<string, unknown>) => put({ resourceType: 'DiagnosticReport', id, status: 'final', code: { text: '检查' }, subject, ...more });

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'Patient', id: 'p', name: [{ family: '王', given: ['芳'] }], telecom: [{ system: 'phone', value: '13900001111' }], text: narrative('<p>曾患高<b>血压</b>病 &amp; 糖尿病</p><!-- 肿瘤 -->') });
  await put({ resourceType: 'Patient', id: 'q', name: [{ text: '张伟' }], address: [{ city: '示例市', line: ['柳林镇'] }], text: narrative('高<br/>血压') });
  await report('r1', { conclusion: '胸部CT平扫：右肺上叶磨玻璃结节，建议随访。', conclusionCode: [{ coding: [{ system: 'urn:icd', code: 'R91', display: 'Lung nodule' }] }] });
  await report('r2', { conclusion: 'ＣＴ 增强未见骨转移；肝囊肿。2型糖尿病史，高血压3级。', conclusionCode: [{ coding: [{ system: 'urn:icd', code: 'R91' }] }] });
  await report('r3', { conclusion: '頭顱ＭＲＩ：腦梗塞。𠮷村𫝈药检。', performer: [{ display: '李医生' }] });
  await report('r4', { conclusion: 'Hypertensive heart disease with "chronic" kidney insufficiency', result: [{ reference: '#o' }], contained: [{ resourceType: 'Observation', id: 'o', status: 'final', code: { text: '肌酐' }, note: [{ text: '肌酐升高' }] }] });
  await put({ resourceType: 'Condition', id: 'c1', code: { coding: [{ system: 'urn:icd', code: 'I10', display: 'Essential hypertension' }], text: '原发性高血压' }, subject });
  await put({ resourceType: 'Condition', id: 'c2', code: { coding: [{ system: 'urn:icd', code: 'I10' }] }, subject: { reference: 'Patient/p' }, bodySite: [{ coding: [{ system: 'urn:s', code: 'h', display: '心脏' }] }] });
  await put({ resourceType: 'Condition', id: 'c3', code: { text: '２型糖尿病' }, subject: { display: '无名氏' }, note: [{ text: '骨痛' }] });
});
afterAll(() => fhir.close());

describe('_text, _content and :text', () => {
  test.each([
    // What a doctor types.
    ['DiagnosticReport?_content=CT平扫', ['r1']],
    ['DiagnosticReport?_content=ct', ['r1', 'r2']],
    ['DiagnosticReport?_content=ｃｔ平扫', ['r1']],
    ['DiagnosticReport?_content=高血压', ['r2']],
    ['DiagnosticReport?_content=2型糖尿病', ['r2']],
    ['DiagnosticReport?_content=型糖', ['r2']],
    ['DiagnosticReport?_content=肺', ['r1']],
    ['DiagnosticReport?_content=血糖', []],
    ['DiagnosticReport?_content=高压', []],
    // Traditional, rare and accented characters.
    ['DiagnosticReport?_content=头颅', ['r3']],
    ['DiagnosticReport?_content=腦梗塞', ['r3']],
    ['DiagnosticReport?_content=𠮷', ['r3']],
    ['DiagnosticReport?_content=𫝈药', ['r3']],
    // Latin words by their beginning, not from within.
    ['DiagnosticReport?_content=hyperten', ['r4']],
    ['DiagnosticReport?_content=HYPERTENSIVE', ['r4']],
    ['DiagnosticReport?_content=tensive', []],
    ['DiagnosticReport?_content=nodule', ['r1']],
    // Phrases, AND, OR, NOT, brackets.
    ['DiagnosticReport?_content="heart disease"', ['r4']],
    ['DiagnosticReport?_content="disease heart"', []],
    ['DiagnosticReport?_content=disease heart', ['r4']],
    ['DiagnosticReport?_content=(骨 OR 肺) and CT', ['r1', 'r2']],
    ['DiagnosticReport?_content=（骨 or 肺） ct', ['r1', 'r2']],
    ['DiagnosticReport?_content=CT NOT 肺', ['r2']],
    ['DiagnosticReport?_content=CT -肺', ['r2']],
    ['DiagnosticReport?_content=NOT 检查', []],
    ['DiagnosticReport?_content=磨玻璃，结节', ['r1']],
    ['DiagnosticReport?_content=磨玻璃,脑梗塞', ['r1', 'r3']],
    ['DiagnosticReport?_content=“2型糖尿病史”', ['r2']],
    ['DiagnosticReport?_content=(骨', 400],
    ['DiagnosticReport?_content=骨 OR', 400],
    ['DiagnosticReport?_content=and', 400],
    ['DiagnosticReport?_content=。', 400],
    // Everything in the resource: displays beside codes and references, contained resources, codes and numbers themselves.
    ['DiagnosticReport?_content=李医生', ['r3']],
    ['DiagnosticReport?_content=肌酐升高', ['r4']],
    ['DiagnosticReport?_content=R91', ['r1', 'r2']],
    ['DiagnosticReport?_content=王芳 CT', ['r1', 'r2']],
    ['Patient?_content=13900001111', ['p']],
    ['Patient?_content=王芳', ['p']],
    ['Patient?_content=柳林', ['q']],
    ['Condition?_content=心脏', ['c2']],
    ['Condition?_content=hypertension', ['c1']],
    ['Condition?_content=骨痛', ['c3']],
    ['Condition?_content=reference', []],
    // The narrative alone.
    ['Patient?_text=高血压', ['p']],
    ['Patient?_text=糖尿病', ['p']],
    ['Patient?_text=肿瘤', []],
    ['Patient?_text=王芳', []],
    ['Patient?_text=amp', []],
    ['Patient?_text=xmlns', []],
    ['Patient?_content=高血压', ['p']],
    // Through chains and reverse chains.
    ['Condition?subject:Patient._text=高血压', ['c1', 'c2']],
    ['Patient?_has:Condition:subject:_content=hypertension', ['p']],
    ['Patient?_has:Condition:subject:code:text=原发', ['p']],
    // The beginning of the words beside a code or a reference.
    ['Condition?code:text=原发', ['c1']],
    ['Condition?code:text=essential', ['c1']],
    ['Condition?code:text=2型', ['c3']],
    ['Condition?code:text=高血压', []],
    ['Condition?code:text=原发,2型', ['c1', 'c3']],
    ['Condition?subject:text=王', ['c1']],
    ['Condition?subject:text=无名', ['c3']],
    ['Condition?clinical-status:text=x', []],
    ['Condition?code:text=，', 400],
    ['Observation?status:text=x', 400],
  ])('%s', async (query, wanted) => {
    expect(await find(`${query}&_sort=_id`)).toEqual(wanted);
  });

  test('a text follows its resource: changed, then deleted', async () => {
    await report('r5', { conclusion: '腰椎间盘突出' });
    expect(await find('DiagnosticReport?_content=腰椎')).toEqual(['r5']);
    expect((await fhir.send('PUT', '/DiagnosticReport/r5', { body: { resourceType: 'DiagnosticReport', id: 'r5', status: 'final', code: { text: '检查' }, conclusion: '颈椎病' } })).status).toBe(200);
    expect([await find('DiagnosticReport?_content=腰椎'), await find('DiagnosticReport?_content=颈椎')]).toEqual([[], ['r5']]);
    await fhir.send('DELETE', '/DiagnosticReport/r5');
    expect(await find('DiagnosticReport?_content=颈椎')).toEqual([]);
  });

  test('a transaction that fails leaves later writes of the same text findable', async () => {
    const entry = (id: string, code: unknown) => ({ resource: { resourceType: 'DiagnosticReport', id, status: 'final', code, conclusion: '回滚之后' }, request: { method: 'PUT', url: `DiagnosticReport/${id}` } });
    const bundle = (...entries: unknown[]) => ({ resourceType: 'Bundle', type: 'transaction', entry: entries });
    const missing = { resource: { resourceType: 'Patient' }, request: { method: 'PUT', url: 'Patient/none', ifMatch: 'W/"7"' } };
    expect((await fhir.send('POST', '', { body: bundle(entry('t1', { text: '检查' }), missing) })).status).toBeGreaterThanOrEqual(400);
    await report('t2', { conclusion: '回滚之后' });
    expect(await find('DiagnosticReport?_content=回滚之后')).toEqual(['t2']);
  });

  test('a text that many resources hold is stored once', async () => {
    for (const id of ['s1', 's2', 's3']) await report(id, { conclusion: '同一句话' });
    const rows = await fhir.opened.owner.query("select 1 from fhir.text_value where words = '同一句话'");
    expect(rows).toHaveLength(1);
    expect(await find('DiagnosticReport?_content=同一句话&_sort=_id')).toEqual(['s1', 's2', 's3']);
  });
});

describe('words of a text', () => {
  test.each([
    ['ＣＴ平扫2次', 'ct 平扫 2 次'],
    ['Café-au-lait  斑', 'cafe au lait 斑'],
    ['10µg/mL', '10 μg ml'],
    ['が한글', 'か한글'],
    ['。！', ''],
  ])('%s', (text, words) => expect(foldWords(text)).toBe(words));

  test('the index holds every term that is looked up', async () => {
    for (const phrase of ['高血压', '肺', 'ct 平扫 2 次', 'hypertensive heart', '𠮷村𫝈']) {
      const [row] = await fhir.opened.owner.query<{ held: boolean }>(
        'select fhir.text_terms(7, $1) @> array(select hashtextextended(term, 7) from unnest($2::text[]) as term) as held', [phrase, termsOf(phrase)]);
      expect([phrase, row!.held]).toEqual([phrase, true]);
    }
  });

  test('markup goes, words inside a line stay together', () => {
    expect(foldWords(plainText('<div><p>高<b>血</b>压</p><p>糖尿病&#x2F;&nbsp;x&lt;5</p></div>'))).toBe('高血压 糖尿病 x 5');
  });
});
