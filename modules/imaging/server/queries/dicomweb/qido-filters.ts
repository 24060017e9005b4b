import type { Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { tagOf, vrOf } from '#platform/dicom/dictionary.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { holdsIdentityNumber } from '#platform/kernel/check-digits.ts';
import { patientIdFilter } from '../../store/patient-id-filter.ts';

export type Level = 'study' | 'series' | 'instance';

/** What a search asks for, parsed from its address. */
export interface Search {
  readonly filters: readonly Filter[];
  readonly includes: 'all' | readonly string[];
  readonly limit: number;
  readonly offset: number;
  /** Identity numbers asked for. */
  readonly tried: number;
  /** A pattern that an identity number could fit: those are sealed and found whole alone. */
  readonly passesOverSealed: boolean;
}

const PATIENT_ID = '00100020';
const LIMIT = 100;
const LIMIT_MAX = 500;
const OFFSET_MAX = 1_000_000;
const FILTERS_MAX = 30;

const invalid = (path: string, zh: string, en: string): Error => platformProblem('platform.invalid-input', [{ path, message: { zh, en } }]);

/** PS3.18 §8.3.4. Fuzzy matching is not done and so refused rather than ignored. */
export async function parseSearch(sql: Sql, query: Readonly<Record<string, unknown>>, level: Level): Promise<Search> {
  const filters: Filter[] = [];
  const includes: string[] = [];
  let [limit, offset] = [LIMIT, 0];
  const patientIds: string[] = [];
  for (const [name, given] of Object.entries(query)) {
    const texts = [given].flat().map(String);
    const text = texts.join(',');
    switch (name) {
      case 'accept':
        break;
      case 'limit':
        limit = Math.min(LIMIT_MAX, count(name, text));
        break;
      case 'offset':
        offset = Math.min(OFFSET_MAX, count(name, text));
        break;
      case 'fuzzymatching':
        if (text === 'true') throw invalid(name, '不支持模糊匹配', 'Fuzzy matching is not done here');
        break;
      case 'includefield':
        includes.push(...text.split(',').filter((each) => each !== ''));
        break;
      default:
        if (tagOf(name) === PATIENT_ID) patientIds.push(text);
        else filters.push(...filterOf(name, text, level));
    }
  }
  // By keyword and by tag it may stand there twice: each counts.
  const patterns = patientIds.filter(isPattern);
  const whole = patientIds.filter((text) => text !== '' && !isPattern(text));
  filters.push(...patterns.flatMap((text) => filterOf(PATIENT_ID, text, level)), ...(await Promise.all(whole.map((text) => patientIdFilter(sql, [text])))));
  if (filters.length > FILTERS_MAX) throw invalid('', '条件过多', 'Too many conditions');
  const isAll = includes.includes('all');
  return {
    filters, includes: isAll ? 'all' : includes.map(knownTag), limit, offset,
    tried: whole.filter((text) => holdsIdentityNumber(text)).length, passesOverSealed: patterns.some((text) => text !== '*' && /^[\dXx*?]+$/.test(text)),
  };
}

function count(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw invalid(name, '应为非负整数', 'A whole number of zero or more');
  return Number(text);
}

function knownTag(name: string): string {
  const tag = tagOf(name);
  if (tag === undefined) throw invalid(name, '没有这个属性', 'There is no such attribute');
  return tag;
}

type Maker = (text: string) => Filter;

const exact = (column: string): Maker => (text) => (isPattern(text) ? { text: `${column} like ?`, values: [likeOf(text)] } : { text: `${column} = ?`, values: [text] });
/** A list of UIDs, by comma or backslash (PS3.4 C.2.2.2.2). */
const uids = (column: string): Maker => (text) => ({ text: `${column} = any(?::text[])`, values: [text.split(/[,\\]/).filter((each) => each !== '')] });
const name = (column: string): Maker => (text) => {
  const wanted = text.toLowerCase().replace(/\^+$/, '');
  // A group in full stands in the array; a pattern is held against each.
  return isPattern(wanted)
    ? { text: `exists (select 1 from unnest(${column}) as one (name) where one.name like ?)`, values: [likeOf(wanted)] }
    : { text: `${column} @> array[?]::text[]`, values: [wanted] };
};
const range = (column: string, digits: number): Maker => (text) => {
  const [from = '', until] = text.split('-').map((each) => each.replace(/[.:]/g, ''));
  if (![from, until ?? ''].every((each) => each === '' || /^\d{2,14}(\.\d+)?$/.test(each)) || (from === '' && !until)) throw invalid('', '日期或时间范围有误', 'That is no date or time, nor a range of them');
  const cut = `left(${column}, ${digits})`;
  if (until === undefined) return { text: `left(${column}, ?) = ?`, values: [from.length, from] };
  if (from === '') return { text: `${cut} <= ?`, values: [until.padEnd(digits, '9')] };
  if (until === '') return { text: `${column} >= ?`, values: [from] };
  return { text: `${column} >= ? and ${cut} <= ?`, values: [from, until.padEnd(digits, '9')] };
};
const number = (column: string): Maker => (text) => ({ text: `${column} = ?`, values: [count(column, text)] });

const COLUMNS: Readonly<Record<Level, Readonly<Record<string, Maker>>>> = {
  study: {
    '00080020': range('study.study_date', 8), '00080030': range('study.study_time', 6), '00080050': exact('study.accession_number'), '00080090': name('study.referring_names'),
    '00081030': exact('study.description'), '00100010': name('study.patient_names'), '00100020': exact('study.patient_id'), '00100021': exact('study.patient_issuer'),
    '00100030': range('study.patient_birth_date', 8), '00100040': exact('study.patient_sex'), '0020000D': uids('study.study_uid'), '00200010': exact('study.study_id'),
    '00080061': (text) => ({ text: 'study.modalities && ?::text[]', values: [text.split(/[,\\]/)] }),
  },
  series: { '00080060': exact('series.modality'), '0020000E': uids('series.series_uid'), '00200011': number('series.series_number') },
  instance: { '00080016': uids('instance.sop_class'), '00080018': uids('instance.sop_uid'), '00200013': number('instance.instance_number') },
};

/** Attributes above the level of the search may be asked for too; others are looked for in what is kept of the level. */
function filterOf(keyword: string, text: string, level: Level): Filter[] {
  const tag = knownTag(keyword);
  if (text === '' || text === '*') return [];
  const levels: Level[] = level === 'study' ? ['study'] : level === 'series' ? ['study', 'series'] : ['study', 'series', 'instance'];
  const found = levels.map((each) => COLUMNS[each][tag]).find((make) => make !== undefined);
  if (found !== undefined) return [found(text)];
  // Modality among studies means that some series has it.
  if (tag === '00080060') return [{ text: 'study.modalities && ?::text[]', values: [text.split(/[,\\]/)] }];
  if (vrOf(tag) === 'SQ' || vrOf(tag) === 'UN') throw invalid(keyword, '不能按此属性查找', 'This attribute cannot be searched by');
  const sources = levels.map((each) => (each === 'instance' ? 'instance.metadata::jsonb' : `${each}.attributes`));
  const value = sources.length === 1 ? `${sources[0]} -> '${tag}' -> 'Value'` : `coalesce(${sources.map((source) => `${source} -> '${tag}' -> 'Value'`).reverse().join(', ')})`;
  const one = "coalesce(one.value ->> 'Alphabetic', one.value #>> '{}')";
  return [{ text: `exists (select 1 from jsonb_array_elements(${value}) as one (value) where ${one} ${isPattern(text) ? 'like' : '='} ?)`, values: [isPattern(text) ? likeOf(text) : text] }];
}

const isPattern = (text: string): boolean => /[*?]/.test(text);
const likeOf = (text: string): string => text.replace(/[\\%_]/g, '\\$&').replace(/\*/g, '%').replace(/\?/g, '_');
