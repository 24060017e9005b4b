import { writeFileSync } from 'node:fs';
import type { Output } from '#platform/cli/output.ts';
import { compareCatalogues } from '../../server/rules/dip/compare-catalogues.ts';
import { readDipCatalogue } from '../../server/rules/dip/read-catalogue.ts';
import { csvLine } from '#platform/documents/csv.ts';
import { readFolder } from '#platform/cli/pieces/read-folder.ts';
import type { CompareOptions } from './catalogue-options.ts';

interface Folders {
  readonly before: string;
  readonly after: string;
}

/** What moved between two catalogues and why; on the terminal, or as CSV into a file. */
export function compareFolders({ before, after }: Folders, { out, all }: CompareOptions, output: Output): void {
  const rows = compareCatalogues(readDipCatalogue(readFolder(before)), readDipCatalogue(readFolder(after)), all === true);
  if (out !== undefined) {
    const lines = rows.map((row) => csvLine([row.code, row.name, row.change, row.scoreBefore ?? '', row.scoreAfter ?? '', row.movedPercent ?? '', row.zh, row.en]));
    writeFileSync(out, `\uFEFF${csvLine(['group', 'name', 'change', 'score_before', 'score_after', 'moved_percent', '原因', 'reason'])}${lines.join('')}`);
  } else output.table(rows.map((row) => ({ ...row })), { code: '病种 group', change: '变化 change', scoreBefore: '原分值 before', scoreAfter: '新分值 after', movedPercent: '% moved', zh: '原因', en: 'why' });
  const count = (change: string): number => rows.filter((row) => row.change === change).length;
  output.say(`新增 appeared ${count('appeared')}，取消 vanished ${count('vanished')}，分值变动 moved ${count('moved')}，类型变动 kind ${count('kind-changed')}`);
}
