import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { sendFolder, tellSent, type FileToSend, type RefusedFile } from '#platform/cli/send-folder.ts';
import { listStudies } from '../contract.ts';

const BATCH_BYTES_MAX = 32 * 1024 * 1024;
const BATCH_FILES_MAX = 200;
const COLUMNS = { studyUid: 'Study UID', studyDate: '日期 date', modality: '设备 modality', description: '检查 study', patientId: '影像号 patient id', images: '图像 images' };

/** STOW-RS (PS3.18 §10.5). Why each object was refused, in the archive's words; undefined where all are kept. */
async function stow({ server }: Cli, files: readonly FileToSend[]): Promise<readonly string[]> {
  const boundary = `yigong-${randomUUID()}`;
  const body = Uint8Array.from(Buffer.concat([...files.flatMap(({ path }) => [Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), readFileSync(path), Buffer.from('\r\n')]), Buffer.from(`--${boundary}--\r\n`)]));
  const answer = await server.send({ method: 'POST', path: '/dicom-web/studies', body, headers: { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`, accept: 'application/dicom+json' } });
  if (!/dicom\+json/.test(answer.headers.get('content-type') ?? '')) {
    if (answer.status === 413) return files.map(() => '超过上限 too large');
    throw new CliFailure('refused', { zh: `服务器未接收（${answer.status}）`, en: `The server took nothing (${answer.status})` }, [answer.text.slice(0, 300)]);
  }
  type Item = Readonly<Record<string, { Value?: readonly unknown[] } | undefined>>;
  return ((JSON.parse(answer.text) as Item)['00081198']?.Value ?? []).map((each) => String((each as Item)['00000902']?.Value?.[0] ?? (each as Item)['00081197']?.Value?.[0] ?? ''));
}

/** A batch in which something was refused is sent file by file, to tell which; what is kept already stays kept. */
async function storeFiles(cli: Cli, files: readonly FileToSend[]): Promise<readonly RefusedFile[]> {
  const reasons = await stow(cli, files);
  if (reasons.length === 0) return [];
  if (files.length === 1) return [{ path: files[0]!.path, reason: reasons[0]! }];
  const refused: RefusedFile[] = [];
  for (const file of files) refused.push(...(await stow(cli, [file])).slice(0, 1).map((reason) => ({ path: file.path, reason })));
  return refused;
}

/** `yigong imaging …` */
export const commands: CommandGroup = {
  name: 'imaging',
  summary: '医学影像 · DICOM files',
  register: (group, act) => {
    group
      .command('import <folder>')
      .description('保存一个目录下的全部 DICOM 文件，可中断后继续 · store every DICOM file of a folder (give --organisation); goes on after a break')
      .option('--restart', '从头开始 · begin anew')
      .action(act(async (cli, folder: string, options: { restart?: boolean }) => {
        tellSent(cli, await sendFolder(cli, { name: 'DICOM', folder, restart: options.restart === true, batchBytesMax: BATCH_BYTES_MAX, batchFilesMax: BATCH_FILES_MAX, send: (files) => storeFiles(cli, files) }));
      }));
    group
      .command('list')
      .description('影像检查列表 · list studies')
      .option('--query <words>', '姓名、影像号、检查号 · name, patient id or accession number')
      .option('--limit <n>', '最多行数 · rows at most', '50')
      .action(act(async (cli, options: { query?: string; limit: string }) => {
        const page = await cli.server.call(listStudies, { limit: Number(options.limit), ...(options.query === undefined ? {} : { q: options.query }) });
        cli.output.table(page.rows.map((row) => ({ ...row, modality: row.modalities.join(' '), images: row.instanceCount })), COLUMNS);
        cli.output.say(`${page.rows.length} / ${page.total}`);
      }));
  },
};
