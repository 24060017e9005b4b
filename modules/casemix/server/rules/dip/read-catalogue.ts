import { parseDecimal } from '#platform/kernel/decimal.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { z } from 'zod';
import { contract } from '../../../contract.ts';
import type { PackFiles } from '../drg/read-pack.ts';
import { readExclusions, readSeverityTable, readTable } from '../drg/read-tables.ts';
import { Findings } from '../findings.ts';
import { GROUP_KINDS, TREATMENTS, type AuxiliaryRow, type DipCatalogue, type DipGroup, type Treatment } from './catalogue.ts';
import { parseProcedureKey } from './procedure-key.ts';

const problem = problemsOf(contract.problems);

export const CATALOGUE_FILE = 'catalogue.json';
export const KINDS_FILE = 'procedure_kinds.csv';

const decimal = z.string().refine((text) => parseDecimal(text) !== undefined && !text.startsWith('-'), 'a decimal text not below zero');
const day = z.iso.date();
const groupSchema = z.strictObject({
  code: z.string().min(1), name: z.string().default(''), kind: z.enum(GROUP_KINDS), diagnosis: z.string().min(1), procedures: z.string().default(''), treatment: z.enum(TREATMENTS),
  score: decimal.nullable().default(null), meanCostFen: z.int().min(0).nullable().default(null), cases: z.int().min(0).optional(), cv: decimal.optional(), level2: z.string().optional(),
  level1: z.string().optional(), pairOf: z.string().optional(), before: z.int().optional(), when: z.unknown().optional(),
  stages: z.array(z.strictObject({ fromDay: z.int().min(1), untilDay: z.int().min(1).optional(), scorePerDay: decimal })).optional(),
});
const auxiliarySchema = z.looseObject({ code: z.string().min(1), name: z.string().default(''), catalogue: z.string().min(1), coefficient: decimal, groups: z.array(z.string()).optional(), when: z.unknown() });
const catalogueSchema = z.strictObject({
  catalogue: z.string().min(1), version: z.string().min(1), validFrom: day.optional(), validUntil: day.optional(), parameters: z.unknown().optional(), note: z.string().optional(),
  groups: z.array(groupSchema).min(1), auxiliaries: z.array(auxiliarySchema).default([]), procedureKinds: z.record(z.string(), z.enum(TREATMENTS)).default({}),
});

/** Reads `catalogue.json` and the tables beside it. Throws `casemix.pack-refused` with every place and reason. */
export function readDipCatalogue(files: PackFiles): DipCatalogue {
  const findings = new Findings();
  const raw = parseJson(files.get(CATALOGUE_FILE), findings);
  const parsed = raw === undefined ? undefined : catalogueSchema.safeParse(raw);
  if (parsed?.success === false) for (const issue of parsed.error.issues) findings.add(`${CATALOGUE_FILE} ${issue.path.join('.')}`, `不符合格式：${issue.message}`, issue.message);
  const table = (file: string): Map<string, string> => {
    const text = files.get(file);
    return text === undefined ? new Map() : readSeverityTable({ file, text, findings });
  };
  const tables = {
    cc: table('cc.csv'), mcc: table('mcc.csv'),
    exclusions: files.has('exclusion_by_principal.csv') ? readExclusions({ file: 'exclusion_by_principal.csv', text: files.get('exclusion_by_principal.csv')!, findings }) : new Map<string, Set<string>>(),
  };
  const kinds = readKinds(files.get(KINDS_FILE), findings);
  if (parsed?.success === true) {
    const { groups, auxiliaries, procedureKinds, catalogue, version, validFrom, validUntil } = parsed.data;
    for (const [code, kind] of Object.entries(procedureKinds)) kinds.set(code, kind);
    checkGroups(groups as DipGroup[], findings);
    checkAuxiliaries(auxiliaries as AuxiliaryRow[], groups as DipGroup[], findings);
    if (validFrom !== undefined && validUntil !== undefined && validFrom > validUntil) findings.add(CATALOGUE_FILE, '生效日晚于失效日', 'it ends before it begins');
    if (findings.empty) {
      return { catalogue, version, ...(validFrom ? { validFrom } : {}), ...(validUntil ? { validUntil } : {}), groups: groups as DipGroup[], auxiliaries: auxiliaries as AuxiliaryRow[], procedureKinds: kinds, ...tables };
    }
  }
  throw problem('casemix.pack-refused', findings.list);
}

function parseJson(text: string | undefined, findings: Findings): unknown {
  if (text === undefined) {
    findings.add(CATALOGUE_FILE, '缺少文件', 'the file is missing');
    return undefined;
  }
  try {
    return JSON.parse(text.replace(/^﻿/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    findings.add(CATALOGUE_FILE, `不是合法的 JSON：${reason}`, `not valid JSON: ${reason}`);
    return undefined;
  }
}

const KIND_WORDS: Readonly<Record<string, Treatment>> = {
  conservative: 'conservative', diagnostic: 'diagnostic', therapeutic: 'therapeutic', surgical: 'surgical', interventional: 'surgical', 保守治疗: 'conservative', 诊断性操作: 'diagnostic',
  治疗性操作: 'therapeutic', 手术: 'surgical', 相关手术: 'surgical', 介入治疗: 'surgical', 介入: 'surgical',
};

/** Procedure code → kind of `procedure_kinds.csv`; empty without the file. */
export function readKinds(text: string | undefined, findings: Findings): Map<string, Treatment> {
  const kinds = new Map<string, Treatment>();
  if (text === undefined) return kinds;
  for (const { line, cells } of readTable({ file: KINDS_FILE, text, columns: ['code', 'kind'], findings })) {
    const kind = KIND_WORDS[cells.kind!.toLowerCase()];
    if (kind === undefined) findings.add(`${KINDS_FILE} line ${line}`, `未知类别 ${cells.kind}`, `kind ${cells.kind} is not known`);
    else kinds.set(cells.code!, kind);
  }
  return kinds;
}

function checkGroups(groups: readonly DipGroup[], findings: Findings): void {
  const codes = new Map<string, DipGroup>();
  const cells = new Map<string, string>();
  for (const group of groups) {
    const place = `${CATALOGUE_FILE} ${group.code}`;
    if (codes.has(group.code)) findings.add(place, '病种编码重复', 'the code stands twice');
    codes.set(group.code, group);
    if (parseProcedureKey(group.procedures) === undefined) findings.add(place, `手术操作表达式无法解析：${group.procedures}`, `the procedure expression cannot be read: ${group.procedures}`);
    const cell = [group.kind, group.diagnosis, group.procedures, group.procedures === '' ? group.treatment : '', JSON.stringify(group.when ?? null)].join(' ');
    const other = cells.get(cell);
    if (other !== undefined) findings.add(place, `与 ${other} 的诊断和手术操作相同`, `it has the diagnosis and procedures of ${other}`);
    cells.set(cell, group.code);
    if (group.kind === 'per-diem' && (group.stages ?? []).length === 0) findings.add(place, '床日病种缺少分段', 'a per-diem group needs its stages');
    checkStages(group, findings);
  }
  for (const group of groups) {
    if (group.kind !== 'tcm') continue;
    const pair = group.pairOf === undefined ? undefined : codes.get(group.pairOf);
    if (pair === undefined) findings.add(`${CATALOGUE_FILE} ${group.code}`, '中医病种缺少对应的西医病种', 'a TCM group needs its western pair');
    else if (group.score !== null && group.score !== pair.score) findings.add(`${CATALOGUE_FILE} ${group.code}`, `分值与对应病种 ${pair.code} 不同`, `its score differs from that of its pair ${pair.code}`);
  }
}

function checkStages({ code, stages = [] }: DipGroup, findings: Findings): void {
  let next = 1;
  stages.forEach((stage, index) => {
    const open = stage.untilDay === undefined && index < stages.length - 1;
    if (stage.fromDay !== next || open || (stage.untilDay ?? stage.fromDay) < stage.fromDay) {
      findings.add(`${CATALOGUE_FILE} ${code} stages[${index}]`, '床日分段须从第 1 天起首尾相接', 'the stages must begin at day 1 and follow each other without gaps');
    }
    next = (stage.untilDay ?? stage.fromDay) + 1;
  });
}

function checkAuxiliaries(rows: readonly AuxiliaryRow[], groups: readonly DipGroup[], findings: Findings): void {
  const known = new Set(groups.map(({ code }) => code));
  const seen = new Set<string>();
  for (const { code, groups: limited = [] } of rows) {
    if (seen.has(code)) findings.add(`${CATALOGUE_FILE} ${code}`, '辅助目录编码重复', 'the auxiliary code stands twice');
    seen.add(code);
    for (const group of limited) if (!known.has(group)) findings.add(`${CATALOGUE_FILE} ${code}`, `病种不存在：${group}`, `group that is not there: ${group}`);
  }
}
