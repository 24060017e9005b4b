import { readFileSync } from 'node:fs';
import type { Output } from '#platform/cli/output.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { chineseProfile } from '../server/rules/chinese-profile.ts';
import { clusterPeople, decidePairs, pairsOfClusters, type LinkProfile } from '../server/rules/link-records.ts';
import { preparePerson } from '../server/rules/normalise.ts';
import { prepareRow, tableProfile, type TableField } from '../server/rules/table-profile.ts';
import { openCsv } from '#platform/documents/csv.ts';
import { textOf } from '#platform/documents/encoding.ts';

export interface LinkOptions {
  readonly id: string;
  readonly fields?: string;
  readonly truth?: string;
}

type Row = Readonly<Record<string, string>>;

/** Chinese lists are read by these column names; the first that exists counts. */
const CHINESE_COLUMNS = {
  name: ['name', '姓名'],
  sex: ['sex', 'gender', '性别'],
  birthDate: ['birth_date', 'birthDate', '出生日期'],
  idCard: ['id_card', 'idCard', '身份证号', '证件号码'],
  phone: ['phone', '电话', '联系电话'],
  address: ['address', '住址', '地址'],
  insuranceNumber: ['insurance_no', 'insuranceNumber', '医保号'],
} as const;

/** Prints the clusters of a list: `id, person`; nothing leaves this computer. */
export function linkFile(output: Output, file: string, options: LinkOptions): Promise<void> {
  const rows = readRows(file);
  if (rows[0] === undefined || !(options.id in rows[0])) {
    throw new CliFailure('usage', { zh: `文件中没有列 ${options.id}`, en: `The file has no column ${options.id}` });
  }
  const clusters = options.fields === undefined ? clusterChinese(rows, options.id) : clusterTable(rows, readFields(options.fields));
  const people = rows.map((row, index) => ({ id: row[options.id] ?? '', person: rows[clusters[index]!]?.[options.id] ?? '' }));
  output.table(people, { id: options.id, person: '同一人 · person' });
  output.say(`${rows.length} 条记录，${new Set(clusters).size} 人 · records, people`);
  if (options.truth !== undefined) output.say(qualityOf(clusters, rows.map((row) => row[options.truth!] ?? '')));
  return Promise.resolve();
}

function readRows(file: string): Row[] {
  const { titles, rows } = openCsv(textOf(readFileSync(file)).text);
  return Array.from(rows, ({ line, cells, fault }) => {
    if (cells === undefined) throw new CliFailure('refused', { zh: `第 ${line} 行：${fault.zh}`, en: `Line ${line}: ${fault.en}` });
    return Object.fromEntries(titles.map((title, index) => [title.trim(), (cells[index] ?? '').trim()]));
  });
}

function clusterChinese(rows: readonly Row[], id: string): number[] {
  const valueOf = (row: Row, names: readonly string[]): string | undefined => names.map((name) => row[name]).find((value) => value !== undefined);
  const people = rows.map((row) =>
    preparePerson({
      id: row[id] ?? '',
      name: valueOf(row, CHINESE_COLUMNS.name),
      sex: valueOf(row, CHINESE_COLUMNS.sex),
      birthDate: valueOf(row, CHINESE_COLUMNS.birthDate),
      idCard: valueOf(row, CHINESE_COLUMNS.idCard),
      phone: valueOf(row, CHINESE_COLUMNS.phone),
      address: valueOf(row, CHINESE_COLUMNS.address),
      insuranceNumber: valueOf(row, CHINESE_COLUMNS.insuranceNumber),
    }),
  );
  return cluster(people, chineseProfile);
}

function clusterTable(rows: readonly Row[], fields: readonly TableField[]): number[] {
  const prepared = rows.map((row) => prepareRow(row, fields));
  return cluster(prepared, tableProfile(prepared, fields));
}

const cluster = <Prepared>(people: readonly Prepared[], profile: LinkProfile<Prepared>): number[] =>
  clusterPeople(people, decidePairs(people, profile), profile);

/** `given=name~surname,surname=name~given,dob=date`: `~` names the column that is exchanged with this one by mistake. */
function readFields(text: string): TableField[] {
  return text.split(',').map((part) => {
    const match = /^([^=]+)=(name|date|code|text|category)(?:~(.+))?$/.exec(part.trim());
    if (!match) throw new CliFailure('usage', { zh: `看不懂列说明 ${part}`, en: `Cannot read the column ${part}` });
    return { name: match[1]!, kind: match[2] as TableField['kind'], ...(match[3] === undefined ? {} : { swappedWith: match[3] }) };
  });
}

/** Pairwise, over the transitive closure. */
function qualityOf(clusters: readonly number[], truth: readonly string[]): string {
  const found = pairsOfClusters(clusters);
  const right = found.filter(([a, b]) => truth[a] === truth[b]).length;
  const sizes = new Map<string, number>();
  for (const person of truth) sizes.set(person, (sizes.get(person) ?? 0) + 1);
  const all = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const [precision, recall] = [right / Math.max(1, found.length), right / Math.max(1, all)];
  return `precision ${precision.toFixed(4)} recall ${recall.toFixed(4)} F1 ${((2 * precision * recall) / (precision + recall)).toFixed(4)}`;
}
