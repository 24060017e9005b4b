import type { Command } from 'commander';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Act, CommandGroup } from '#platform/cli/command.ts';
import type { BuildOptions, CompareOptions } from './catalogue/catalogue-options.ts';
import type { GroupOptions } from './group/group-options.ts';

/** `yigong casemix …`: grouping and catalogues from files, without a server or a database. */
export const commands: CommandGroup = {
  name: 'casemix',
  summary: '病组：按 DRG 或 DIP 分组，形成与比较目录（无需服务器） · group by DRG or DIP, form and compare catalogues, no server needed',
  register: (group, act) => {
    registerGroup(group, act);
    registerCatalogue(group.command('catalogue').description('DIP 目录 · catalogues'), act);
  },
};

function registerGroup(group: Command, act: Act): void {
  group
    .command('group')
    .description('对病例文件分组（NDJSON、CSV、Excel） · group a file of cases')
    .requiredOption('--scheme <scheme>', 'drg | dip')
    .requiredOption('--pack <folder>', '分组方案或目录所在目录 · folder of the pack')
    .requiredOption('--in <file>', '输入，- 为标准输入 · input, - for standard input')
    .requiredOption('--out <file>', '输出，- 为标准输出 · output, - for standard output')
    .option('--code-map <folder>', '临床版编码转换为医保版 · folder of the maps from clinical to insurance codes')
    .option('--explain', '附每一步判断 · with every decision')
    .option('--resume', '接着上次中断处 · go on where the run before stopped')
    .option('--format <format>', '输入格式 · ndjson | csv | xlsx (otherwise by the name of the file)')
    .option('--out-format <format>', '输出格式 · ndjson | csv | xlsx (otherwise by the name of the file, else as the input)')
    .option('--workers <n>', '线程数，默认全部核 · threads, all cores by default')
    .action(act(async ({ output }, options: GroupOptions) => {
      if (options.scheme !== 'drg' && options.scheme !== 'dip') throw new CliFailure('usage', { zh: '--scheme 须为 drg 或 dip', en: '--scheme must be drg or dip' });
      // Loaded only here: other commands start without the engines.
      const { groupFile } = await import('./group/group-file.ts');
      await groupFile(options, output);
    }));
}

function registerCatalogue(group: Command, act: Act): void {
  group
    .command('build')
    .description('由历史病例形成目录 · form a catalogue from history (id, year, input with cost)')
    .requiredOption('--in <files...>', '历史病例（NDJSON、CSV、Excel） · cases of the years')
    .requiredOption('--out <folder>', '目录所在目录 · folder of the catalogue')
    .requiredOption('--name <name>', '目录名称 · name')
    .requiredOption('--catalogue-version <version>', '版本 · version')
    .option('--parameters <file>', '本地参数（JSON） · local parameters')
    .option('--tables <folder>', 'procedure_kinds.csv、cc.csv、mcc.csv、exclusion_by_principal.csv 所在目录 · folder of the tables')
    .action(act(async ({ output }, options: BuildOptions) => {
      const { buildCatalogue } = await import('./catalogue/build.ts');
      await buildCatalogue(options, output);
    }));
  group
    .command('compare <before> <after>')
    .description('比较两版目录：变了什么、为什么 · what moved between two catalogues and why')
    .option('--out <file>', '写为 CSV · write as CSV')
    .option('--all', '含未变动的 · with those that did not move')
    .action(act(async ({ output }, ...[before, after, options]: [string, string, CompareOptions]) => {
      const { compareFolders } = await import('./catalogue/compare.ts');
      compareFolders({ before, after }, options, output);
    }));
}
