import type { CommandGroup } from '#platform/cli/command.ts';
import { listAgreements } from '../contract/agreements.ts';
import { findCentre } from '../contract/centres.ts';
import { judgeDisease } from '../contract/diseases.ts';
import { getCoverage } from '../contract/grids.ts';
import { getOrganisation, listOrganisations } from '../contract/organisations.ts';
import { directionSchema, serviceSchema } from '../contract/words.ts';

const ORGANISATION_COLUMNS = { id: '编号 id', name: '名称', level: '级别', kind: '类别', ownership: '举办主体', parentName: '上级机构', state: '状态' };
const AGREEMENT_COLUMNS = { id: '编号 id', kind: '种类', firstOrganisationName: '甲方', secondOrganisationName: '乙方', validUntil: '截止', state: '状态', daysLeft: '剩余天数' };

/** `yigong consortium …` */
export const commands: CommandGroup = {
  name: 'consortium',
  summary: '联合体：机构、协议、服务中心、病种判定、覆盖 · consortium: organisations, agreements, centres, disease lists, coverage',
  register: (group, act) => {
    group
      .command('list [words]')
      .description('查找机构 · find organisations')
      .option('--limit <n>', '最多行数 · rows at most', '50')
      .action(act(async (cli, words: string | undefined, options: { limit: string }) => {
        const page = await cli.server.call(listOrganisations, { q: words, limit: Number(options.limit) });
        cli.output.table(page.rows, ORGANISATION_COLUMNS);
        cli.output.say(`${page.rows.length} / ${page.total}`);
      }));
    group
      .command('show <id>')
      .description('查看机构及其关系 · an organisation with its relations')
      .action(act(async (cli, id: string) => cli.output.print(await cli.server.call(getOrganisation, { id }))));
    group
      .command('expiring')
      .description('即将到期的协议 · agreements that expire soon')
      .option('--days <n>', '天数 · days', '60')
      .action(act(async (cli, options: { days: string }) => {
        const page = await cli.server.call(listAgreements, { expiringWithinDays: Number(options.days), limit: 500 });
        cli.output.table(page.rows, AGREEMENT_COLUMNS);
        cli.output.say(`${page.rows.length} / ${page.total}`);
      }));
    group
      .command('centre <organisationId>')
      .description('某日由谁提供服务 · who is the centre for a member on a day')
      .requiredOption('--service <service>', serviceSchema.options.join(' | '))
      .requiredOption('--on <day>', 'YYYY-MM-DD')
      .action(act(async (cli, organisationId: string, options: { service: string; on: string }) =>
        cli.output.print(await cli.server.call(findCentre, { service: serviceSchema.parse(options.service), organisationId, on: options.on }))));
    group
      .command('judge <organisationId>')
      .description('按病种清单判定 · what the disease lists say')
      .requiredOption('--icd10 <code>', '诊断编码 · diagnosis code')
      .requiredOption('--direction <direction>', directionSchema.options.join(' | '))
      .action(act(async (cli, organisationId: string, options: { icd10: string; direction: string }) =>
        cli.output.print(await cli.server.call(judgeDisease, { organisationId, icd10: options.icd10, direction: directionSchema.parse(options.direction) }))));
    group
      .command('coverage')
      .description('网格覆盖人口 · population covered by grids')
      .action(act(async (cli) => {
        const { grids, areas, ...sums } = await cli.server.call(getCoverage, {});
        cli.output.print({ ...sums, grids: grids.length, areas: areas.length });
      }));
  },
};
