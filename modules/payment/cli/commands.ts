import type { CommandGroup } from '#platform/cli/command.ts';
import { settleFile, type SettleOptions } from './settle.ts';

/** `yigong payment …` */
export const commands: CommandGroup = {
  name: 'payment',
  summary: '医保支付：结算、账单审核 · insurance payment: settlement, bill audit',
  register: (group, act) => {
    group
      .command('settle')
      .description('按参数文件给病例计分并清算年度，不需要数据库 · score the cases of a year and settle it by a file of parameters, without a database')
      .option('--parameters <file>', '年度参数（JSON） · parameters of the year (JSON)')
      .requiredOption('--in <file>', '病例 CSV、NDJSON，或含 cases 的 JSON；- 为标准输入 · cases, or - for standard input')
      .requiredOption('--out <file>', '结果 .csv 或 .ndjson；- 为标准输出 · answers, or - for standard output')
      .option('--summary <file>', '年度清算结果（JSON） · the settled year (JSON)')
      .option('--restart', '忽略上次中断的位置 · do not resume an interrupted run')
      .addHelpText('after', '\n中断后再次运行会从中断处继续；被拒收的行会列出位置与原因，其余照算。\nAfter an interruption the same command goes on; refused lines are listed with place and reason, the rest is calculated.')
      .action(act((cli, options: SettleOptions) => settleFile(cli, options)));
  },
};
