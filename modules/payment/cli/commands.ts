import type { CommandGroup } from '#platform/cli/command.ts';
import type { SettleOptions } from './settle/settle-options.ts';

/** `yigong payment …` */
export const commands: CommandGroup = {
  name: 'payment',
  summary: '医保支付：结算、账单审核 · insurance payment: settlement, bill audit',
  register: (group, act) => {
    group
      .command('settle')
      .description('按参数文件分组、计分并清算年度，不需要数据库 · group, score and settle the cases of a year by files, without a database')
      .option('--parameters <file>', '年度参数（JSON） · parameters of the year (JSON)')
      .requiredOption('--in <file>', '病例 CSV、Excel、NDJSON，或含 cases 的 JSON；- 为标准输入 · cases, or - for standard input')
      .requiredOption('--out <file>', '结果 .csv、.xlsx 或 .ndjson；- 为标准输出 · answers, or - for standard output')
      .option('--scheme <scheme>', 'drg | dip：先按 --pack 分组 · group first by --pack')
      .option('--pack <folder>', '分组方案或目录所在目录 · folder of the pack')
      .option('--code-map <folder>', '临床版编码转换为医保版 · folder of the maps from clinical to insurance codes')
      .option('--summary <file>', '年度清算结果（JSON） · the settled year (JSON)')
      .option('--restart', '忽略上次中断的位置 · do not resume an interrupted run')
      .option('--format <format>', '输入格式 · ndjson | csv | xlsx (otherwise by the name of the file)')
      .option('--out-format <format>', '输出格式 · ndjson | csv | xlsx (otherwise by the name of the file)')
      .option('--workers <n>', '线程数，默认全部核 · threads, all cores by default')
      .addHelpText('after', '\n中断后再次运行会从中断处继续；被拒收的行会列出位置与原因，其余照算。\nAfter an interruption the same command goes on; refused lines are listed with place and reason, the rest is calculated.')
      .action(act(async (cli, options: SettleOptions) => {
        // Loaded only here: other commands start without the engines.
        const { settleFile } = await import('./settle/settle-file.ts');
        await settleFile(cli, options);
      }));
  },
};
