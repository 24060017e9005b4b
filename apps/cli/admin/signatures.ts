import { SIGNED } from '#apps/server/modules.ts';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Database } from '#platform/database/transaction.ts';
import { RECHECK_BEGINNING, recheckSome, type RecheckCursor } from '#platform/signature/recheck.ts';
import { withDatabase } from './direct-database.ts';

export const commands: CommandGroup = {
  name: 'signatures',
  summary: '电子签名 · electronic signatures',
  register: (group, act) => {
    group
      .command('verify')
      .description('核验协议、合同、转诊文书、报告、决议、章程的签名，指出被改动的内容 · verify every signature and name what was changed')
      .action(act(verify));
  },
};

async function verify(cli: Cli): Promise<void> {
  const { signatures, documents, count, findings } = await withDatabase(cli, (database) => verifyAll(cli, database));
  cli.output.print({ signatures, documents, differences: count });
  if (findings.length === 0) return;
  cli.output.table(
    findings.map((finding) => ({ ...finding, changed: finding.changed.join(', ') })),
    { finding: '差异 · difference', document: '文件 · document', organisationId: '机构 · organisation', signedAt: '签名时间 · signed', changed: '改动之处 · what was changed' },
  );
  throw new CliFailure('needs-mending', { zh: '有文件与签名不符。', en: 'Something is not what was signed.' });
}

async function verifyAll(cli: Cli, database: Database): Promise<RecheckCursor> {
  for (let cursor = RECHECK_BEGINNING; ;) {
    const next = await recheckSome(database, SIGNED, cursor);
    if (next === undefined) return cursor;
    if (next.signatures > cursor.signatures) cli.output.say(`${next.signatures} 签名 · signatures`);
    cursor = next;
  }
}
