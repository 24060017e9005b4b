import type { Command } from 'commander';
import type { Act, CommandGroup } from '#platform/cli/command.ts';
import {
  acceptReferral, completeFollowUp, confirmArrival, getReferral, listFollowUps, listReferrals, planDownReferral, referralStatistics, rejectReferral,
  reportOutcome, saveReferralDraft, stateTitles, submitReferral, type ReferralCard,
} from '../contract.ts';
import { actOperations } from './act-operations.ts';
import { readFields } from './read-fields.ts';

const COLUMNS = {
  number: '单号 number', id: 'id', stateTitle: '状态 state', priority: '优先级', personName: '居民 person', fromOrganisationName: '转出 from', toOrganisationName: '转入 to',
  deadline: '时限 due', whoseMove: '轮到 move',
};
const TASK_COLUMNS = { dueDate: '期限 due', personName: '居民 person', title: '任务 task', state: '状态 state', followUpId: 'id', referralId: '转诊 referral' };

const shown = (card: ReferralCard) => ({ ...card, stateTitle: `${stateTitles[card.state].zh} ${card.state}` });

interface ListOptions {
  readonly box?: string;
  readonly state?: string;
  readonly overdue?: boolean;
  readonly person?: string;
  readonly limit: string;
}

interface Fields {
  readonly fields?: string;
}

/** `yigong referral …`: every act goes through the same operations as the desk. */
export const commands: CommandGroup = {
  name: 'referral',
  summary: '双向转诊：列表、查看、提交、接受、退回、到院、结果、下转、随访 · two-way referral',
  register: (group, act) => {
    registerReads(group, act);
    registerCommonSteps(group, act);
    registerOtherSteps(group, act);
  },
};

function registerReads(group: Command, act: Act): void {
  group
    .command('list')
    .description('转诊列表 · list')
    .option('--box <box>', 'in | out | all')
    .option('--state <state>', '状态 · state, such as submitted')
    .option('--overdue', '只看超时 · overdue only')
    .option('--person <id>', '居民 · person')
    .option('--limit <n>', '最多行数 · rows at most', '50')
    .action(act(async (cli, { box, state, overdue, person, limit }: ListOptions) => {
      const input = { ...(box ? { box } : {}), ...(state ? { state } : {}), ...(overdue ? { overdue: 'true' } : {}), ...(person ? { personId: person } : {}), limit };
      const page = await cli.server.call(listReferrals, input as never);
      cli.output.table(page.rows.map(shown), COLUMNS);
      cli.output.say(`${page.rows.length} / ${page.total}`);
    }));
  group
    .command('show <id>')
    .description('按编号或单号查看，含可办事项 · by id or number, with the actions possible now')
    .action(act(async (cli, id: string) => cli.output.print(await cli.server.call(getReferral, { id }))));
  group
    .command('statistics')
    .description('转诊统计 · statistics')
    .option('--from <date>', 'YYYY-MM-DD')
    .option('--until <date>', 'YYYY-MM-DD')
    .action(act(async (cli, options: { from?: string; until?: string }) => cli.output.print(await cli.server.call(referralStatistics, options))));
  group
    .command('follow-ups')
    .description('列出随访任务 · list follow-up tasks')
    .option('--overdue', '只看逾期 · overdue only')
    .action(act(async (cli, options: { overdue?: boolean }) => {
      const page = await cli.server.call(listFollowUps, (options.overdue ? { overdue: 'true' } : { state: 'open' }) as never);
      cli.output.table(page.rows, TASK_COLUMNS);
      cli.output.say(`${page.rows.length} / ${page.total}`);
    }));
}

function registerCommonSteps(group: Command, act: Act): void {
  group
    .command('draft')
    .description('保存草稿 · save a draft: --fields \'{"personId": …, "toOrganisationId": …, "letter": {…}}\', or @file.json')
    .requiredOption('--fields <json>', 'JSON 或 @文件 · JSON or @file')
    .action(act(async (cli, { fields }: Fields) => cli.output.print(await cli.server.call(saveReferralDraft, readFields(fields) as never))));
  group
    .command('submit <id>')
    .description('提交草稿 · submit a draft')
    .option('--override-reason <text>', '病种清单例外理由 · reason against the disease list')
    .action(act(async (cli, id: string, options: { overrideReason?: string }) => cli.output.print(await cli.server.call(submitReferral, { id, ...options }))));
  group
    .command('accept <id>')
    .description('接受并锁定号源或床位 · accept, locking a slot or a bed')
    .option('--slot-id <id>', '号源 · slot')
    .option('--bed-id <id>', '床位 · bed')
    .option('--ward-id <id>', '病区任一空床 · any free bed of a ward')
    .action(act(async (cli, id: string, options: Record<string, string>) => cli.output.print(await cli.server.call(acceptReferral, { id, ...options }))));
  group
    .command('reject <id>')
    .description('说明原因退回 · reject with a reason')
    .requiredOption('--reason-code <code>', '原因编码 · code')
    .requiredOption('--note <text>', '说明 · words')
    .action(act(async (cli, id: string, options: { reasonCode: string; note: string }) => cli.output.print(await cli.server.call(rejectReferral, { id, ...options }))));
}

function registerOtherSteps(group: Command, act: Act): void {
  group
    .command('arrive <id>')
    .description('确认到院 · confirm the arrival')
    .action(act(async (cli, id: string) => cli.output.print(await cli.server.call(confirmArrival, { id }))));
  group
    .command('outcome <id>')
    .description('回复结果 · report the outcome: --fields \'{"diagnoses": [...], "treatment": …, "advice": …, "result": "improved"}\'')
    .requiredOption('--fields <json>', 'JSON 或 @文件 · JSON or @file')
    .action(act(async (cli, id: string, { fields }: Fields) => cli.output.print(await cli.server.call(reportOutcome, { id, outcome: readFields(fields) } as never))));
  group
    .command('down <parentId>')
    .description('由转诊拟定下转 · plan the way back of a referral')
    .requiredOption('--fields <json>', 'JSON 或 @文件 · JSON or @file')
    .action(act(async (cli, parentId: string, { fields }: Fields) => cli.output.print(await cli.server.call(planDownReferral, { parentId, ...readFields(fields) } as never))));
  group
    .command('act <id> <action>')
    .description(`任一步骤 · any step: ${Object.keys(actOperations).join(' ')}`)
    .option('--fields <json>', 'JSON 或 @文件 · JSON or @file')
    .action(act(async (cli, ...[id, action, { fields }]: [string, string, Fields]) => {
      const operation = actOperations[action as keyof typeof actOperations];
      if (operation === undefined) throw new Error(`没有此步骤 · no such step: ${action}. ${Object.keys(actOperations).join(' ')}`);
      cli.output.print(await cli.server.call(operation, { id, ...readFields(fields) } as never));
    }));
  group
    .command('follow-up <id> <followUpId>')
    .description('登记随访结果 · record the result of a follow-up task')
    .requiredOption('--result <text>', '结果 · result')
    .option('--lost', '失访 · lost to follow-up')
    .action(act(async (cli, ...[id, followUpId, { result, lost }]: [string, string, { result: string; lost?: boolean }]) => {
      cli.output.print(await cli.server.call(completeFollowUp, { id, followUpId, result, outcome: lost ? 'lost' : 'done' }));
    }));
}
