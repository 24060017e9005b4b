import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Act, Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { loadCalendarYear } from '../contract/calendar.ts';
import { applyRegion, checkRegion, type PackChange } from '../contract/operations.ts';
import { packFiles, type PackFile, type PackFinding, type RegionPack } from '../contract/pack.ts';
import { comparePacks } from '../server/rules/compare-packs.ts';
import { KNOWN } from '../server/rules/known.ts';
import { readPack, type PackTexts } from '../server/rules/read-pack.ts';

const CHANGE_COLUMNS = { kind: '变化 change', list: '部分 part', id: 'id', fields: '字段 fields' };

/** `yigong region …`: checking and comparing need no server. */
export const commands: CommandGroup = {
  name: 'region',
  summary: '地区政策包：检查、启用、比较 · packs of regions: check, apply, diff',
  register: (group, act) => {
    group.command('check <folder...>').description('检查政策包，指出文件和行号 · check packs, naming file and line').action(act(check));
    registerApply(group, act);
    group
      .command('diff <folder> [other]')
      .description('与另一文件夹比较；省略时与服务器上生效的版本比较 · against another folder, or against the version in force')
      .action(act(diff));
    group
      .command('load-calendar <year> <file>')
      .requiredOption('--source <text>', '文号和标题 · number and title of the notice')
      .description('载入年度放假调休安排（CSV 或 Excel：日期、至、安排、说明） · load the days off and make-up days of a year')
      .action(act((cli, ...[year, file, { source }]: [string, string, { source: string }]) => loadCalendar(cli, { year, file, source })));
  },
};

function registerApply(group: Command, act: Act): void {
  group
    .command('apply <folder...>')
    .description('启用政策包 · put packs into force')
    .action(act(async (cli, folders: readonly string[]) => {
      const packs = folders.map((folder) => ({ folder, texts: textsOf(folder), pack: packOf(folder) }));
      for (const { texts } of packs) cli.output.print(await cli.server.call(applyRegion, { files: texts }));
    }));
}

async function loadCalendar(cli: Cli, { year, file, source }: { year: string; file: string; source: string }): Promise<void> {
  if (!existsSync(file)) throw new CliFailure('not-found', { zh: `没有文件 ${file}`, en: `there is no file ${file}` });
  const { notices, ...answer } = await cli.server.call(loadCalendarYear, { year, source, contentBase64: readFileSync(file).toString('base64') });
  cli.output.print({ year: answer.year, ...notices[0], workingDays: answer.workingDays.reduce((sum, count) => sum + count, 0) });
}

async function check(cli: Cli, folders: readonly string[]): Promise<void> {
  const faults: string[] = [];
  for (const folder of folders) {
    const { pack, findings } = readPack(textsOf(folder), KNOWN);
    faults.push(...findings.map((finding) => lineOf(folder, finding)));
    if (pack) cli.output.print({ folder, id: pack.id, version: pack.version, tasks: pack.tasks.length, targets: pack.targets.length, rules: pack.rules.length });
  }
  if (faults.length > 0) throw new CliFailure('refused', { zh: `共 ${faults.length} 处错误`, en: `${faults.length} faults` }, faults);
}

async function diff(cli: Cli, folder: string, other: string | undefined): Promise<void> {
  const changes: readonly PackChange[] = other === undefined
    ? (await cli.server.call(checkRegion, { files: textsOf(folder) })).changes
    : comparePacks(packOf(folder), packOf(other));
  cli.output.table(changes.map((change) => ({ ...change, fields: change.fields.join(', ') })), CHANGE_COLUMNS);
  cli.output.say(`${changes.length} 处变化 · changes`);
}

function packOf(folder: string): RegionPack {
  const { pack, findings } = readPack(textsOf(folder), KNOWN);
  if (pack === undefined) throw new CliFailure('refused', { zh: `${folder} 有错`, en: `${folder} has faults` }, findings.map((finding) => lineOf(folder, finding)));
  return pack;
}

function textsOf(folder: string): PackTexts {
  if (!existsSync(folder)) throw new CliFailure('not-found', { zh: `没有文件夹 ${folder}`, en: `there is no folder ${folder}` });
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const foreign = names.filter((name) => !Object.hasOwn(packFiles, name.replace(/\.ya?ml$/, '')));
  if (foreign.length > 0) throw new CliFailure('refused', { zh: `不认识的文件：${foreign.join('、')}`, en: `files that no pack has: ${foreign.join(', ')}` });
  return Object.fromEntries(names.map((name) => [name.replace(/\.ya?ml$/, '') as PackFile, readFileSync(join(folder, name), 'utf8')]));
}

const lineOf = (folder: string, { file, line, column, path, message }: PackFinding): string =>
  `${join(folder, file)}:${line}:${column} ${path === '' ? '' : `${path}: `}${message.zh} · ${message.en}`;
