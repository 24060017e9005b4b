import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { chineseProfile } from './chinese-profile.ts';
import { clusterPeople, decidePairs, pairsOfClusters, type LinkProfile } from './link-records.ts';
import { preparePerson } from './normalise.ts';
import { prepareRow, tableProfile, type TableField } from './table-profile.ts';

const folder = join(process.cwd(), '../shared/data/linkage');
const present = existsSync(folder);

type Row = Readonly<Record<string, string>>;

function readTable(file: string): Row[] {
  const [head, ...lines] = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/u, '').trim().split(/\r?\n/u);
  const names = head!.split(',').map((name) => name.trim());
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index]!, value.trim()])));
}

interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Decides, clusters, and compares the pairs of the transitive closure with the truth. */
function measure<Prepared>(people: readonly Prepared[], profile: LinkProfile<Prepared>, truth: ReadonlySet<string>, ids: readonly string[]): Quality {
  const pairs = pairsOfClusters(clusterPeople(people, decidePairs(people, profile), profile));
  const right = pairs.filter(([a, b]) => truth.has(pairKey(ids[a]!, ids[b]!))).length;
  const [precision, recall] = [right / pairs.length, right / truth.size];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

const pairKey = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`);

function truthOfGroups(rows: readonly Row[], id: string, group: string): Set<string> {
  const members = new Map<string, string[]>();
  for (const row of rows) members.set(row[group]!, [...(members.get(row[group]!) ?? []), row[id]!]);
  return new Set([...members.values()].flatMap((ids) => ids.flatMap((a, at) => ids.slice(at + 1).map((b) => pairKey(a, b)))));
}

function publish(name: string, { precision, recall, f1 }: Quality): void {
  console.info(`linkage ${name}: precision ${precision.toFixed(4)} recall ${recall.toFixed(4)} F1 ${f1.toFixed(4)}`);
}

const FEBRL: readonly TableField[] = [
  { name: 'given_name', kind: 'name', swappedWith: 'surname' },
  { name: 'surname', kind: 'name', swappedWith: 'given_name' },
  { name: 'street_number', kind: 'category' },
  { name: 'address_1', kind: 'text' },
  { name: 'address_2', kind: 'text' },
  { name: 'suburb', kind: 'text' },
  { name: 'postcode', kind: 'text' },
  { name: 'state', kind: 'category' },
  { name: 'date_of_birth', kind: 'date' },
  { name: 'soc_sec_id', kind: 'code' },
];
const SPLINK: readonly TableField[] = [
  { name: 'first_name', kind: 'name', swappedWith: 'surname' },
  { name: 'surname', kind: 'name', swappedWith: 'first_name' },
  { name: 'dob', kind: 'date' },
  { name: 'city', kind: 'text' },
  { name: 'email', kind: 'code' },
];

function measureTable(rows: readonly Row[], fields: readonly TableField[], id: string, truth: ReadonlySet<string>): Quality {
  const prepared = rows.map((row) => prepareRow(row, fields));
  return measure(prepared, tableProfile(prepared, fields), truth, rows.map((row) => row[id]!));
}

const febrlTruth = (file: string): Set<string> => new Set(readTable(file).map((row) => pairKey(row['a']!, row['b']!)));

describe.skipIf(!present)('match quality on data/linkage (skipped where ../shared/data/linkage is absent)', () => {
  it('Chinese residents: recall at least 0.90 at precision at least 0.995', () => {
    const rows = readTable('cn_synthetic.csv');
    const people = rows.map((row) =>
      preparePerson({
        id: row['rec_id']!, name: row['name'], sex: row['sex'], birthDate: row['birth_date'], idCard: row['id_card'],
        phone: row['phone'], address: row['address'], insuranceNumber: row['insurance_no'],
      }),
    );
    const truth = truthOfGroups(readTable('cn_synthetic_truth.csv'), 'rec_id', 'entity');
    const quality = measure(people, chineseProfile, truth, rows.map((row) => row['rec_id']!));
    publish('cn_synthetic', quality);
    expect(quality.precision).toBeGreaterThanOrEqual(0.995);
    expect(quality.recall).toBeGreaterThanOrEqual(0.9);
  });

  it('FEBRL 1', () => {
    const quality = measureTable(readTable('febrl_dataset1.csv'), FEBRL, 'rec_id', febrlTruth('febrl_dataset1_truth_pairs.csv'));
    publish('febrl 1', quality);
    expect(quality.f1).toBeGreaterThanOrEqual(0.98);
  });

  it('FEBRL 4', () => {
    const rows = [...readTable('febrl_dataset4a.csv'), ...readTable('febrl_dataset4b.csv')];
    const quality = measureTable(rows, FEBRL, 'rec_id', febrlTruth('febrl_dataset4_truth_pairs.csv'));
    publish('febrl 4', quality);
    expect(quality.f1).toBeGreaterThanOrEqual(0.98);
  });

  it('Splink fake_1000, where most fields are empty or damaged', () => {
    const rows = readTable('splink_fake_1000.csv');
    const quality = measureTable(rows, SPLINK, 'unique_id', truthOfGroups(rows, 'unique_id', 'cluster'));
    publish('splink fake_1000', quality);
    expect(quality.precision).toBeGreaterThanOrEqual(0.98);
    expect(quality.f1).toBeGreaterThanOrEqual(0.84);
  });
});

describe('linkage without the data folder', () => {
  it('keeps 10,000 people apart from each other and finds the copy of each', () => {
    const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
    const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文'];
    const people = Array.from({ length: 10_000 }, (_, index) => {
      const person = index >> 1;
      const birth = new Date(Date.UTC(1935, 0, 1 + ((person * 7) % 32_000))).toISOString().slice(0, 10);
      const first17 = `990121${birth.replaceAll('-', '')}${String(person % 1000).padStart(3, '0')}`;
      return preparePerson({
        id: String(index),
        name: surnames[person % 20]! + given[(person * 3) % 31]! + given[(person * 11) % 31]!,
        birthDate: birth,
        idCard: index % 2 === 0 ? first17 + idCardCheckCharacter(first17) : undefined,
        phone: `100${String(10_000_000 + person)}`,
        address: `示例县柳林镇塘坊村${person % 40}组${person}号`,
      });
    });
    const started = performance.now();
    const clusters = clusterPeople(people, decidePairs(people, chineseProfile), chineseProfile);
    console.info(`linkage of 10,000 records: ${Math.round(performance.now() - started)} ms`);
    expect(new Set(clusters).size).toBe(5000);
    expect(clusters.every((cluster, index) => cluster === clusters[index - (index % 2)])).toBe(true);
  });

  it('never brings two valid identity numbers into one cluster, even through a third record', () => {
    const card = (first17: string): string => first17 + idCardCheckCharacter(first17);
    const twin = { name: '杨婷', sex: '2', birthDate: '1972-04-18', phone: '10027739961', address: '东河镇红旗村11组45号' };
    const people = [
      preparePerson({ id: '1', ...twin, idCard: card('99012319720418978') }),
      preparePerson({ id: '2', ...twin }),
      preparePerson({ id: '3', ...twin, idCard: card('99012319720418980') }),
    ];
    const clusters = clusterPeople(people, decidePairs(people, chineseProfile), chineseProfile);
    expect(clusters[0]).not.toBe(clusters[2]);
  });
});
