import { readFileSync } from 'node:fs';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { DEFINITIONS } from '#modules/indicators/contract/definitions/all.ts';
import type { SchemeContent } from '../contract/scheme.ts';
import { readMembers } from '../server/rules/scoring/read-members.ts';
import { KNOWN } from '../server/rules/scheme/known.ts';
import { readScheme } from '../server/rules/scheme/read-scheme.ts';
import { scoreMembers } from '../server/rules/scoring/score-members.ts';

/** `yigong assessment …`: checking and scoring need no server. */
export const commands: CommandGroup = {
  name: 'assessment',
  summary: '绩效考核：检查方案、按文件计分 · assessment: check a scheme, score a file',
  register: (group, act) => {
    group.command('check <file...>').description('检查考核方案，指出行号 · check schemes, naming the line').action(act(check));
    group
      .command('score <scheme>')
      .requiredOption('--in <file>', '数据 JSON：[{organisationId, groupId, values: {项: {value, previous}}}] · inputs as JSON')
      .description('按方案给数据文件计分，不需要数据库 · score a file of inputs without a database')
      .action(act(score));
  },
};

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliFailure('not-found', { zh: `无法读取 ${path}`, en: `${path} cannot be read` }, [(error as Error).message]);
  }
}

function schemeOf(path: string): SchemeContent {
  const { scheme, findings } = readScheme(textOf(path), KNOWN);
  if (scheme === undefined) throw new CliFailure('refused', { zh: `${path} 有 ${findings.length} 处错误`, en: `${findings.length} faults in ${path}` }, findings.map(({ line, column, path: place, message }) => `${path}:${line}:${column} ${place}: ${message.zh} · ${message.en}`));
  return scheme;
}

async function check(cli: Cli, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const { code, version, items, groups, vetoes } = schemeOf(file);
    cli.output.print({ file, code, version, items: items.length, groups: groups.length, vetoes: vetoes.length });
  }
}

async function score(cli: Cli, path: string, { in: input }: { in: string }): Promise<void> {
  const scheme = schemeOf(path);
  const { members, faults } = readMembers(textOf(input), scheme);
  if (faults.length > 0) throw new CliFailure('refused', { zh: `数据有 ${faults.length} 处错误，未计分`, en: `${faults.length} faults in the inputs; nothing was scored` }, faults);
  const scores = scoreMembers(scheme, members, { indicators: new Map(DEFINITIONS.map(({ id, unit, direction }) => [id, { unit, direction }])) });
  if (cli.output.json) cli.output.print({ scores });
  else {
    cli.output.table(scores.map(({ organisationId, groupId, total, grade, rank }) => ({ organisationId, groupId, total, grade, rank: String(rank) })), { organisationId: '机构 organisation', groupId: '分组 group', total: '总分 total', grade: '等级 grade', rank: '名次 place' });
    for (const { organisationId, parts } of scores) for (const { itemId, formula } of parts) cli.output.say(`${organisationId} ${itemId}: ${formula.zh} · ${formula.en}`);
  }
}
