import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicatorsModule } from '#modules/indicators/server/module.ts';
import { anonymousSubject } from '#platform/identity/subjects.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import {
  adoptQuestionnaire, answerSurvey, cancelSurvey, closeSurvey, draftQuestionnaire, drawSurveySample, exportSurvey, getSurvey, getSurveyForm, importSatisfaction, issueSurveyCodes, listImportedSatisfaction, listOwnSurveys, listSurveyCalls, openSurvey,
  planSurvey, recordSurveyCall, refuseOwnSurveys, retireQuestionnaire, takeOwnSurveyCode,
} from '../../../contract/surveys.ts';
import { QUESTIONNAIRE_TEXT } from '../../rules/fixture/schemes.ts';
import { openAssessmentDesk, type AssessmentDesk } from '../fixture/desk.ts';
import { digestOf, newCode } from './codes.ts';

let desk: AssessmentDesk;
beforeAll(async () => {
  desk = await openAssessmentDesk({
    modules: [indicatorsModule],
    seed: async ({ owner }) => {
      await owner.query(
        `insert into indicators.encounter (encounter_id, person_id, organisation_id, class, counted, started_on, visit_month, version)
         select place || '-' || n, place || '-person-' || n, place, 'AMB', true, '2026-09-10', '2026-09', 1 from unnest(array['lead', 'town-a', 'town-b']) place, generate_series(1, 40) n`,
      );
    },
  });
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;
const page = { limit: 500, offset: 0 };
const reason = '启用';
const answers = { Q1: '5', Q2: 'yes' };
const office = () => desk.house.as(desk.office);
const drafted = async () => office().run(draftQuestionnaire, { text: QUESTIONNAIRE_TEXT.replace('code: outpatient', `code: p-${desk.next()}`) });
const codesOf = async (channel: 'paper' | 'tablet' = 'tablet', count = 1): Promise<{ surveyId: string; codes: string[] }> => {
  const { id } = await desk.openedSurvey(['paper', 'tablet']);
  return { surveyId: id, codes: (await office().run(issueSurveyCodes, { id, organisationId: 'lead', channel, count })).codes };
};
const drawnOf = async (surveyId: string): Promise<{ personId: string; place: string }[]> => desk.house.owner.query('select person_id as "personId", owner_organisation_id as place from assessment.invitation where survey_id = $1 order by 1', [surveyId]);

proveCommand(draftQuestionnaire, {
  house,
  possible: async () => ({ input: { text: QUESTIONNAIRE_TEXT.replace('code: outpatient', `code: p-${desk.next()}`) }, subject: desk.office }),
  wrongState: async () => ({ input: { text: QUESTIONNAIRE_TEXT.replace('id: Q2', 'id: Q1') }, subject: desk.office, code: 'assessment.questionnaire-faulty' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'draft', questions: 3, kind: 'outpatient' }),
});
proveCommand(adoptQuestionnaire, {
  house,
  possible: async () => ({ input: { id: (await drafted()).id, reason }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.survey()).questionnaireId, reason }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('adopted'),
});
proveCommand(retireQuestionnaire, {
  house,
  possible: async () => ({ input: { id: (await drafted()).id, reason }, subject: desk.office }),
  wrongState: async () => {
    const { id } = await drafted();
    await office().run(retireQuestionnaire, { id, reason });
    return { input: { id, reason }, subject: desk.office, code: 'assessment.wrong-state' };
  },
  effect: async (_, answer) => expect(answer.state).toBe('retired'),
});
const plan = (questionnaireId: string) => ({ title: '调查', questionnaireId, month: '2026-09', perSite: 6, quietDays: 0, cellMin: 5, channels: ['paper' as const], seed: 's' });
proveCommand(planSurvey, {
  house,
  possible: async () => ({ input: plan((await desk.survey()).questionnaireId), subject: desk.office }),
  wrongState: async () => ({ input: plan((await drafted()).id), subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'draft', invited: 0 }),
});
proveCommand(drawSurveySample, {
  house,
  possible: async () => ({ input: { id: (await desk.survey()).id }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.openedSurvey()).id }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'sampled', invited: 18 });
    expect((await office().run(getSurvey, { id: answer.id })).sites.map(({ organisationId, frame, drawn }) => [organisationId, frame, drawn])).toEqual([['lead', 40, 6], ['town-a', 40, 6], ['town-b', 40, 6]]);
  },
});
proveCommand(openSurvey, {
  house,
  possible: async () => ({ input: { id: (await office().run(drawSurveySample, { id: (await desk.survey()).id })).id }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.survey()).id }, subject: desk.office, code: 'assessment.needs-sample' }),
  effect: async (_, answer) => expect(answer.state).toBe('open'),
});
proveCommand(closeSurvey, {
  house,
  possible: async () => ({ input: { id: (await desk.openedSurvey()).id }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.survey()).id }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('closed'),
});
proveCommand(cancelSurvey, {
  house,
  possible: async () => ({ input: { id: (await desk.survey()).id, reason }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.openedSurvey()).id, reason }, subject: desk.office, code: 'assessment.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('cancelled'),
});
proveCommand(issueSurveyCodes, {
  house,
  possible: async () => ({ input: { id: (await desk.openedSurvey(['paper'])).id, organisationId: 'lead', channel: 'paper' as const, count: 6 }, subject: desk.office }),
  wrongState: async () => ({ input: { id: (await desk.openedSurvey(['paper'])).id, organisationId: 'lead', channel: 'paper' as const, count: 7 }, subject: desk.office, code: 'assessment.codes-over' }),
  effect: async (_, answer, { id }) => {
    expect(new Set(answer.codes).size).toBe(6);
    const kept = JSON.stringify(await desk.house.owner.query('select * from assessment.ballot where survey_id = $1', [id]));
    for (const code of answer.codes) expect([kept.includes(code), kept.includes(digestOf(code))]).toEqual([false, true]);
  },
});
const callOf = async (): Promise<string> => (await office().run(listSurveyCalls, { id: (await desk.openedSurvey(['telephone'])).id, ...page })).rows[0]!.id;
proveCommand(recordSurveyCall, {
  house,
  possible: async () => ({ input: { id: await callOf(), outcome: 'answered' as const, answers }, subject: desk.office }),
  wrongState: async () => {
    const id = await callOf();
    await office().run(recordSurveyCall, { id, outcome: 'refused', answers: {} });
    return { input: { id, outcome: 'answered' as const, answers }, subject: desk.office, code: 'assessment.wrong-state' };
  },
  effect: async (_, answer) => expect((await office().run(getSurvey, { id: answer.surveyId })).channels.find(({ channel }) => channel === 'telephone')).toMatchObject({ asked: 1, answered: 1, result: { mean: null, valid: null } }),
});
const ownOf = async () => {
  const { id } = await desk.openedSurvey(['portal']);
  const [person] = await drawnOf(id);
  return { id, subject: desk.house.resident(person!.personId) };
};
proveCommand(takeOwnSurveyCode, {
  house,
  possible: async () => {
    const { id, subject } = await ownOf();
    return { input: { id }, subject };
  },
  wrongState: async () => {
    const { id, subject } = await ownOf();
    await desk.house.as(subject).run(takeOwnSurveyCode, { id });
    return { input: { id }, subject, code: 'assessment.wrong-state' };
  },
  effect: async (_, answer, { id }) => {
    await desk.house.as(anonymousSubject).run(answerSurvey, { code: answer.code, answers });
    expect((await office().run(getSurvey, { id })).survey.answered).toBe(1);
  },
});
proveCommand(refuseOwnSurveys, {
  house,
  possible: async () => ({ input: { refuses: true }, subject: desk.house.resident('nobody-drawn') }),
  wrongState: async () => ({ input: { refuses: true }, subject: { ...desk.office, permissions: new Set(['portal.own-record']) }, code: 'assessment.unknown' }),
  effect: async () => expect(await desk.house.as(desk.house.resident('nobody-drawn')).run(listOwnSurveys, {})).toEqual({ refuses: true, rows: [] }),
});
const columns = { organisation: '机构名称', mean: '满意度得分', valid: '有效问卷数', kind: '类型', month: '月份' };
const HEAD = '机构名称,类型,月份,满意度得分,有效问卷数';
const fileOf = (lines: readonly string[]) => iconv.encode([HEAD, ...lines].join('\n'), 'gb18030').toString('base64');
proveCommand(importSatisfaction, {
  house,
  possible: async () => ({ input: { fileName: '全国平台.csv', base64: fileOf(['测试lead,门诊患者,２０２６年３月,９１．５,１２０', '测试town-a,住院,2026-03,101,5', '外县医院,门诊,2026-03,90,5', '测试lead,门诊,2026-03,80,5']), columns }, subject: desk.office }),
  wrongState: async () => ({ input: { fileName: 'x.csv', base64: Buffer.from('a,b\n1,2\n').toString('base64'), columns }, subject: desk.office, code: 'assessment.file-unreadable' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ loaded: 1, rows: 4, refused: [{ row: 3, column: 'mean' }, { row: 4, column: 'organisation' }, { row: 5, column: 'organisation' }] });
    expect((await office().run(listImportedSatisfaction, page)).rows).toMatchObject([{ organisationId: 'lead', kind: 'outpatient', month: '2026-03', mean: '91.5', valid: 120 }]);
    expect(await desk.house.owner.query("select numerator::text, denominator::text from assessment_report.satisfaction where month = '2026-03'")).toEqual([{ numerator: '10980.0', denominator: '120' }]);
  },
});

describe('answerSurvey', () => {
  const send = (code: string, given: Record<string, string> = answers, key?: string) => desk.house.as(anonymousSubject).run(answerSurvey, { code, answers: given }, key === undefined ? {} : { key });
  it('answerSurvey is refused without the permission: the code is the permission, and a guessed one opens nothing', async () => {
    await expect(send(newCode())).rejects.toMatchObject({ code: 'assessment.code-unknown' });
    await expect(desk.house.as(anonymousSubject).run(getSurveyForm, { code: newCode() })).rejects.toMatchObject({ code: 'assessment.code-unknown' });
  });
  it('answerSurvey is refused in a wrong state: after the close, and for what is no answer', async () => {
    const { surveyId, codes } = await codesOf('tablet', 2);
    await expect(send(codes[0]!, { Q1: '9' })).rejects.toMatchObject({ code: 'assessment.answers-faulty' });
    await office().run(closeSurvey, { id: surveyId });
    await expect(send(codes[0]!)).rejects.toMatchObject({ code: 'assessment.code-unknown' });
  });
  it('answerSurvey writes its effect, its event and its audit row, none of which names a person, a code or a time', async () => {
    const { surveyId, codes: [code] } = await codesOf();
    expect((await desk.house.as(anonymousSubject).run(getSurveyForm, { code: code!.toLowerCase() })).content.questions).toHaveLength(3);
    await send(code!.toLowerCase().replaceAll('-', ' '));
    const [row] = await desk.house.owner.query<Record<string, unknown>>('select * from assessment.response where survey_id = $1', [surveyId]);
    expect(Object.keys(row!).sort()).toEqual(['answers', 'channel', 'owner_organisation_id', 'response_id', 'score', 'survey_id']);
    expect(String(row!['response_id'])).toMatch(/^.{14}4/);
    expect(await desk.house.owner.query('select 1 from assessment.ballot where survey_id = $1', [surveyId])).toEqual([]);
    const events = await desk.house.owner.query<{ payload: unknown }>("select payload from events.outbox where name = 'assessment.survey-answered' and payload ->> 'surveyId' = $1", [surveyId]);
    expect(events.map(({ payload }) => payload)).toEqual([{ surveyId }]);
  });
  it('answerSurvey with the same key twice, or the same code at once, has one effect', async () => {
    const { surveyId, codes: [code] } = await codesOf();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => send(code!)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await office().run(getSurvey, { id: surveyId })).survey.answered).toBe(1);
  });
});

describe('a sample', () => {
  it('is the same for the same seed and another for another', async () => {
    const draw = async (seed: string) => drawnOf((await office().run(drawSurveySample, { id: (await desk.survey(['portal'], { seed })).id })).id);
    const [first, again, other] = [await draw('one'), await draw('one'), await draw('two')];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
  it('asks nobody twice within the quiet days and nobody who refused', async () => {
    const first = await drawnOf((await office().run(drawSurveySample, { id: (await desk.survey(['portal'], { perSite: 10 })).id })).id);
    await desk.house.as(desk.house.resident('town-b-person-40')).run(refuseOwnSurveys, { refuses: true });
    const { id } = await desk.survey(['portal'], { perSite: 100, quietDays: 30 });
    const second = await drawnOf((await office().run(drawSurveySample, { id })).id).catch((error: { code: string }) => error.code);
    const former = new Set(first.map(({ personId }) => personId));
    if (typeof second === 'string') throw new Error(second);
    expect(second.length).toBeGreaterThan(0);
    expect(second.filter(({ personId }) => former.has(personId) || personId === 'town-b-person-40')).toEqual([]);
  });
  it('shows results only where enough answered, and prints', async () => {
    const { surveyId, codes } = await codesOf('tablet', 7);
    for (const code of codes.slice(0, 4)) await desk.house.as(anonymousSubject).run(answerSurvey, { code, answers });
    expect((await office().run(getSurvey, { id: surveyId })).all).toEqual({ valid: null, sum: null, mean: null });
    for (const code of codes.slice(4)) await desk.house.as(anonymousSubject).run(answerSurvey, { code, answers: { Q1: '1', Q2: 'no' } });
    const seen = await office().run(getSurvey, { id: surveyId });
    expect(seen.all).toEqual({ valid: 7, sum: '400.00', mean: '57.14' });
    expect(seen.questions[0]!.answers.map(({ count }) => count)).toEqual([null, 0, 0, 0, null]);
    expect((await office().run(exportSurvey, { id: surveyId, form: 'pdf' })).mediaType).toBe('application/pdf');
  });
});
