import { join } from 'node:path';
import { anchorFileOf, readAnchors } from '#platform/audit/anchors.ts';
import { checkAnchors, findAddedEntries, verifyBlocks, type Finding } from '#platform/audit/verify.ts';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Database } from '#platform/database/transaction.ts';
import { withDatabase } from './direct-database.ts';

const STEP_BLOCKS = 100;
const FINDINGS_MAX = 1_000;

export const commands: CommandGroup = {
  name: 'audit',
  summary: '审计链 · the audit chain',
  register: (group, act) => {
    group
      .command('verify')
      .description('核验审计链，指出被改动的位置 · verify the chain and name the place of any change')
      .option('--anchors <file>', '库外保存的链头（默认数据目录）· heads kept outside of the database')
      .action(act(verify));
  },
};

interface Verified {
  readonly blocks: number;
  readonly entries: number;
  readonly findings: readonly Finding[];
}

async function verify(cli: Cli, options: { anchors?: string }): Promise<void> {
  const anchors = readAnchors(options.anchors ?? anchorFileOf(join(cli.dataFolder, 'anchors')));
  const { blocks, entries, findings } = await withDatabase(cli, (database) => verifyAll(cli, database, anchors));
  cli.output.print({ blocks, entries, anchors: anchors.length, differences: findings.length });
  if (findings.length === 0) return;
  cli.output.table(
    findings.map((finding) => ({ ...finding })),
    { kind: '差异 · difference', entryId: '记录号 · entry', blockNumber: '区块 · block', month: '月份 · month' },
  );
  throw new CliFailure('needs-mending', { zh: '审计记录与封存不符。', en: 'The trail is not what was sealed.' });
}

async function verifyAll(cli: Cli, database: Database, anchors: ReturnType<typeof readAnchors>): Promise<Verified> {
  const found: Finding[] = [];
  let [after, blocks, entries] = [0, 0, 0];
  for (;;) {
    const step = await verifyBlocks(database, { after, limit: STEP_BLOCKS });
    found.push(...step.findings);
    blocks += step.blocks;
    entries += step.rows;
    after = step.last;
    if (step.blocks < STEP_BLOCKS) break;
    cli.output.say(`${blocks} 区块 · blocks, ${entries} 记录 · entries`);
  }
  found.push(...(await findAddedEntries(database, FINDINGS_MAX)), ...(await checkAnchors(database, anchors)));
  return { blocks, entries, findings: found.slice(0, FINDINGS_MAX) };
}
