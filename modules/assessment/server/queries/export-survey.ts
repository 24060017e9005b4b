import { reportAnswer } from '#platform/documents/answer.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { exportSurvey as operation } from '../../contract/surveys.ts';
import { surveyResults } from './survey-results.ts';

const CHANNEL_WORDS = { portal: '居民门户', paper: '纸质', telephone: '电话', tablet: '平板' } as const;
const HIDDEN = '（人数少，不显示）';

export async function exportSurvey(context: QueryContext, { id, form }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { survey, all, sites, channels } = await surveyResults(context, id);
  context.about({ organisationId: survey.ownerOrganisationId });
  const columns = [{ title: '机构或渠道', share: 3 }, { title: '已发', align: 'right' as const }, { title: '已答', align: 'right' as const }, { title: '得分合计', align: 'right' as const }, { title: '有效份数', align: 'right' as const }, { title: '满意度', align: 'right' as const }];
  const cells = ({ valid, sum, mean }: typeof all) => (valid === null ? [HIDDEN, HIDDEN, HIDDEN] : [sum, valid, mean]);
  return reportAnswer({
    title: survey.title, subtitle: `${survey.month} · 每机构抽取 ${survey.perSite} 人 · 随机种子 ${survey.seed}`,
    parts: [
      { heading: '机构', table: { columns, rows: [...sites.map((site) => [site.name, site.asked, site.answered, ...cells(site.result)]), ['合计', sites.reduce((sum, { asked }) => sum + asked, 0), survey.answered, ...cells(all)]] } },
      { heading: '渠道', table: { columns, rows: channels.map((each) => [CHANNEL_WORDS[each.channel], each.asked, each.answered, ...cells(each.result)]) } },
    ],
  }, form);
}
