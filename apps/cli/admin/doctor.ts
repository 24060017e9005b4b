import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { checkDatabase } from './doctor-database.ts';
import { checkBuilt, checkDataFolder, checkDisk, checkNode, checkPort, type Finding } from './doctor-machine.ts';

export const commands: CommandGroup = {
  name: 'doctor',
  summary: '检查安装并说明如何修复 · check the installation and say what to mend',
  register: (command, act) => {
    command.action(act(examine));
  },
};

const MARKS = { good: '✓', note: '·', bad: '✗' } as const;

async function examine(cli: Cli): Promise<void> {
  const findings: Finding[] = [
    checkNode(process.versions.node),
    checkBuilt(),
    checkDataFolder(cli.dataFolder),
    checkDisk(cli.dataFolder),
    await checkPort(cli),
    ...(await checkDatabase(cli)),
  ];
  if (cli.output.json) cli.output.print({ findings });
  else for (const finding of findings) process.stdout.write(lineOf(finding));
  const bad = findings.filter((finding) => finding.state === 'bad');
  if (bad.length === 0) return;
  throw new CliFailure('needs-mending', { zh: `${bad.length} 处需要修复。`, en: `${bad.length} to mend.` });
}

function lineOf({ state, what, found, remedy }: Finding): string {
  const advice = remedy === undefined ? '' : `\n    ${remedy.zh}\n    ${remedy.en}`;
  return `${MARKS[state]} ${what}: ${found}${advice}\n`;
}
