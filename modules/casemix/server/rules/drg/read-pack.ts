import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import { Findings } from '../findings.ts';
import type { DrgPack, MdcRule } from './condition.ts';
import { checkPack } from './pack-contradictions.ts';
import { readMdc } from './read-mdc.ts';
import { readExclusions, readNames, readSeverityTable } from './read-tables.ts';
import { schemeFromTables } from './scheme-from-tables.ts';

const problem = problemsOf(contract.problems);

/** Text of each file of a pack folder by its name. */
export type PackFiles = ReadonlyMap<string, string>;

const PACK_FILES = {
  scheme: 'scheme.json', names: 'drg_names.csv', cc: 'cc.csv', mcc: 'mcc.csv', exclusions: 'exclusion_by_principal.csv', procedures: 'valid_procedures.csv',
} as const;

/** Other files of a folder are not read: it also holds case files. */
export const DRG_PACK_FILES: readonly string[] = [...Object.values(PACK_FILES), 'mdc.csv', 'mdc_diagnoses.csv', 'adrg.csv', 'adrg_diagnoses.csv', 'adrg_procedures.csv'];

/**
 * Reads a grouping scheme: `scheme.json` (or the official tables in its stead, see `schemeFromTables`) with the CC, MCC,
 * exclusion, valid-procedure and name tables beside it. Throws `casemix.pack-refused` with every place and reason when a
 * file is missing, cannot be read, contradicts another, or holds a kind of condition that is not known.
 */
export function readDrgPack(files: PackFiles): DrgPack {
  const findings = new Findings();
  const text = (name: string): string => {
    const found = files.get(name);
    if (found === undefined) findings.add(name, '缺少文件', 'the file is missing');
    return found ?? '';
  };
  const table = <Result>(name: string, read: (given: { file: string; text: string; findings: Findings }) => Result, empty: Result): Result => {
    const found = text(name);
    return files.has(name) ? read({ file: name, text: found, findings }) : empty;
  };
  const scheme = files.has(PACK_FILES.scheme) ? readJson(text(PACK_FILES.scheme), findings) : schemeFromTables(files, findings);
  const named = files.has(PACK_FILES.names) ? table(PACK_FILES.names, (given) => readNames({ ...given, column: 'drg' }), new Map<string, string>()) : new Map<string, string>();
  const pack = {
    mcc: table(PACK_FILES.mcc, readSeverityTable, new Map<string, string>()),
    cc: table(PACK_FILES.cc, readSeverityTable, new Map<string, string>()),
    exclusions: table(PACK_FILES.exclusions, readExclusions, new Map<string, Set<string>>()),
    validProcedures: table(PACK_FILES.procedures, readNames, new Map<string, string>()),
  };
  const names = mergeNames(named, scheme, findings);
  const mdcs = scheme === undefined ? [] : readMdcs(scheme, { findings, names });
  const whole = { scheme: schemeName(scheme, findings), mdcs, names, ...pack };
  const remarks = checkPack(whole, findings);
  if (!findings.empty) throw problem('casemix.pack-refused', findings.list);
  return { ...whole, remarks };
}

type Scheme = Readonly<Record<string, unknown>>;

function readJson(text: string, findings: Findings): Scheme | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^﻿/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Scheme;
    findings.add(PACK_FILES.scheme, '应为 JSON 对象', 'a JSON object is expected');
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    findings.add(PACK_FILES.scheme, `不是合法的 JSON：${reason}`, `not valid JSON: ${reason}`);
  }
  return undefined;
}

const SCHEME_KEYS = new Set(['scheme', 'mdc_order', 'drg_names', 'mdcs', 'name', 'title', 'version', 'note', 'notes', 'source', 'description', 'licence', 'license', 'counts', 'city', 'valid_from', 'valid_until']);

function schemeName(scheme: Scheme | undefined, findings: Findings): string {
  if (scheme === undefined) return '';
  for (const key of Object.keys(scheme)) if (!SCHEME_KEYS.has(key)) findings.add(PACK_FILES.scheme, `未知字段 ${key}`, `field ${key} is not known`);
  if (typeof scheme.scheme === 'string' && scheme.scheme !== '') return scheme.scheme;
  findings.add(PACK_FILES.scheme, '缺少方案名 scheme', 'the name of the scheme is missing (scheme)');
  return '';
}

function mergeNames(table: Map<string, string>, scheme: Scheme | undefined, findings: Findings): Map<string, string> {
  const inside = scheme?.drg_names;
  if (inside === undefined) return table;
  if (typeof inside !== 'object' || inside === null || Array.isArray(inside)) {
    findings.add(`${PACK_FILES.scheme} drg_names`, '应为对象', 'an object is expected');
    return table;
  }
  const names = new Map(Object.entries(inside as Record<string, unknown>).map(([code, name]) => [code, String(name)]));
  for (const [code, name] of table) {
    const other = names.get(code);
    if (other !== undefined && other !== name && name !== '') {
      findings.add(`${PACK_FILES.names} ${code}`, `名称与 scheme.json 矛盾：${name} 与 ${other}`, `the name contradicts scheme.json: ${name} and ${other}`);
    }
    names.set(code, name === '' ? (other ?? '') : name);
  }
  return names;
}

function readMdcs(scheme: Scheme, { findings, names }: { findings: Findings; names: ReadonlyMap<string, string> }): MdcRule[] {
  const { mdc_order: order, mdcs } = scheme;
  if (!Array.isArray(mdcs) || mdcs.length === 0) {
    findings.add(`${PACK_FILES.scheme} mdcs`, '缺少 MDC', 'there are no MDCs');
    return [];
  }
  const read = new Map<string, MdcRule>();
  mdcs.forEach((raw: unknown, index) => {
    const mdc = readMdc(raw, { place: `${PACK_FILES.scheme} mdcs[${index}]`, findings, names });
    if (mdc === undefined) return;
    if (read.has(mdc.code)) findings.add(`${PACK_FILES.scheme} ${mdc.code}`, 'MDC 重复定义', 'the MDC is defined twice');
    read.set(mdc.code, mdc);
  });
  return inOrder(order, read, findings);
}

function inOrder(order: unknown, read: ReadonlyMap<string, MdcRule>, findings: Findings): MdcRule[] {
  const place = `${PACK_FILES.scheme} mdc_order`;
  if (order === undefined) return [...read.values()];
  if (!Array.isArray(order) || order.some((code) => typeof code !== 'string')) {
    findings.add(place, '应为 MDC 编码的列表', 'a list of MDC codes is expected');
    return [];
  }
  const codes = order as string[];
  const sorted: MdcRule[] = [];
  codes.forEach((code, index) => {
    const mdc = read.get(code);
    if (codes.indexOf(code) !== index) findings.add(`${place}[${index}]`, `${code} 重复`, `${code} stands twice`);
    else if (mdc === undefined) findings.add(`${place}[${index}]`, `${code} 没有定义`, `${code} is not defined`);
    else sorted.push(mdc);
  });
  for (const code of read.keys()) if (!codes.includes(code)) findings.add(place, `缺少 ${code}`, `${code} is missing`);
  return sorted;
}
