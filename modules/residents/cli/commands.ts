import type { CommandGroup } from '#platform/cli/command.ts';
import { findResidents, getResident, mergeResidents, registerResident, unmergeResidents } from '../contract.ts';
import { linkFile, type LinkOptions } from './link-file.ts';

const COLUMNS = { id: '编号 id', name: '姓名', sex: '性别', birthDate: '出生日期', maskedIdCard: '身份证号', maskedPhone: '电话', managingOrganisationName: '管理机构' };

interface RegisterOptions {
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate: string;
  readonly idCard?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly insuranceNumber?: string;
}

interface MergeOptions {
  readonly into: string;
  readonly reason: string;
  readonly confirmCardReplaced: boolean;
}

/** `yigong resident …` */
export const commands: CommandGroup = {
  name: 'resident',
  summary: '居民主索引：查找、查看、登记、合并 · residents: find, show, register, merge',
  register: (group, act) => {
    group
      .command('find <words>')
      .description('按姓名、拼音首字母、证件号、电话或卡号查找 · by name, pinyin initials, number, telephone or card')
      .option('--limit <n>', '最多行数 · rows at most', '50')
      .action(act(async (cli, words: string, options: { limit: string }) => {
        const page = await cli.server.call(findResidents, { q: words, limit: Number(options.limit) });
        cli.output.table(page.rows, COLUMNS);
        cli.output.say(`${page.rows.length} / ${page.total}`);
      }));
    group
      .command('show <id>')
      .description('查看主索引 · show an entry, numbers masked')
      .action(act(async (cli, id: string) => cli.output.print(await cli.server.call(getResident, { id }))));
    group
      .command('register')
      .description('登记；已在索引中的人返回匹配结果 · register, or find who is in the index (give --organisation)')
      .requiredOption('--name <name>', '姓名 · name')
      .requiredOption('--sex <sex>', 'male | female | other | unknown')
      .requiredOption('--birth-date <date>', 'YYYY-MM-DD')
      .option('--id-card <number>', '身份证号 · identity number')
      .option('--phone <number>', '电话 · telephone')
      .option('--address <text>', '住址 · address')
      .option('--insurance-number <number>', '医保号 · insurance number')
      .action(act(async (cli, options: RegisterOptions) => cli.output.print(await cli.server.call(registerResident, options))));
    group
      .command('merge <mergedId>')
      .description('把此人并入另一位 · merge this entry into another one')
      .requiredOption('--into <id>', '保留的居民 · the entry that stays')
      .requiredOption('--reason <text>', '理由 · reason')
      .option('--confirm-card-replaced', '已确认身份证号更正过 · the police corrected one of two valid numbers', false)
      .action(act(async (cli, mergedId: string, { into, ...options }: MergeOptions) =>
        cli.output.print(await cli.server.call(mergeResidents, { id: into, mergedId, ...options }))));
    group
      .command('unmerge <id>')
      .description('撤销合并 · take a merge back')
      .requiredOption('--reason <text>', '理由 · reason')
      .action(act(async (cli, id: string, options: { reason: string }) => cli.output.print(await cli.server.call(unmergeResidents, { id, ...options }))));
    group
      .command('link <file>')
      .description('离线比对 CSV 名单中的重复人员（不需要服务器）· find doubles in a CSV list, offline')
      .requiredOption('--id <column>', '编号列 · column of the record number')
      .option('--fields <list>', '其他国家名单的列：列名=name|date|code|text|category，逗号分隔 · columns of a foreign list')
      .option('--truth <column>', '真实人员列，给出则报告准确率 · column of the true person, to report quality')
      .action(act(async (cli, file: string, options: LinkOptions) => linkFile(cli.output, file, options)));
  },
};
