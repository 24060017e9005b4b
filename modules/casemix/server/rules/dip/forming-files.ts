import { csvLine } from '#platform/documents/csv.ts';
import { z } from 'zod';
import { readExclusions, readSeverityTable } from '../drg/read-tables.ts';
import type { PackFiles } from '../drg/read-pack.ts';
import type { Findings } from '../findings.ts';
import type { Treatment } from './catalogue.ts';
import { NORM_RULES, type FormedCatalogue, type FormingRules } from './form-catalogue.ts';
import { CATALOGUE_FILE, KINDS_FILE, readKinds } from './read-catalogue.ts';

/** Local rules of forming lie in this file; what it does not say is of the national norm. */
export const PARAMETERS_FILE = 'parameters.json';

const thousandths = z.int().min(0).max(1000);
const decimal = z.string().regex(/^\d{1,6}(\.\d{1,6})?$/);
const rulesSchema = z.strictObject({
  threshold: z.int().min(1), losDaysMax: z.int().min(1), yearWeights: z.array(z.int().min(0)).min(1), scale: z.int().min(1), cvMax: decimal,
  trim: z.strictObject({ from: z.int().min(2), lowThousandths: z.int().min(0).max(500), highThousandths: z.int().min(500).max(1000), shareMaxThousandths: thousandths }),
  primary: z.strictObject({ levels: z.array(z.string()), shareMinThousandths: thousandths, cvMax: decimal }),
  auxiliaries: z.array(z.looseObject({ code: z.string().min(1), name: z.string().default(''), catalogue: z.string().min(1), when: z.unknown(), casesMin: z.int().min(1) })).max(30),
}).partial();

/** The rules of forming; each fault with its place. */
export function readFormingRules(text: string | undefined, findings: Findings): FormingRules {
  if (text === undefined) return NORM_RULES;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    findings.add(PARAMETERS_FILE, `不是合法的 JSON：${reason}`, `not valid JSON: ${reason}`);
    return NORM_RULES;
  }
  const parsed = rulesSchema.safeParse(value);
  if (parsed.success) return { ...NORM_RULES, ...(parsed.data as Partial<FormingRules>) };
  for (const { path, message } of parsed.error.issues) findings.add(`${PARAMETERS_FILE} ${path.join('.')}`, `参数不合规：${message}`, message);
  return NORM_RULES;
}

export interface FormingTables {
  readonly kinds: ReadonlyMap<string, Treatment>;
  readonly cc: ReadonlyMap<string, string>;
  readonly mcc: ReadonlyMap<string, string>;
  readonly exclusions: ReadonlyMap<string, ReadonlySet<string>>;
}

export function readFormingTables(files: PackFiles, findings: Findings): FormingTables {
  const severity = (file: string): Map<string, string> => (files.has(file) ? readSeverityTable({ file, text: files.get(file)!, findings }) : new Map());
  const exclusions = files.has('exclusion_by_principal.csv') ? readExclusions({ file: 'exclusion_by_principal.csv', text: files.get('exclusion_by_principal.csv')!, findings }) : new Map<string, Set<string>>();
  return { kinds: readKinds(files.get(KINDS_FILE), findings), cc: severity('cc.csv'), mcc: severity('mcc.csv'), exclusions };
}

interface Named {
  readonly name: string;
  readonly version: string;
  readonly formed: FormedCatalogue;
  readonly rules: FormingRules;
  readonly kinds: ReadonlyMap<string, Treatment>;
}

/** The catalogue with its lists of flags and levels, as files; the same cases give the same bytes. */
export function catalogueFiles({ name, version, formed, rules, kinds }: Named): Map<string, string> {
  const groups = formed.groups.map(({ flags: _flags, ...group }) => group);
  const catalogue = { catalogue: name, version, parameters: { ...rules, meanCostFen: formed.meanCostFen, cases: formed.cases, dropped: formed.dropped }, groups, auxiliaries: formed.auxiliaries, procedureKinds: Object.fromEntries(kinds) };
  const flags = formed.groups.filter((group) => group.flags.length > 0).map((group) => csvLine([group.code, group.kind, String(group.cases), group.cv ?? '', group.flags.join(' ')]));
  return new Map([
    [CATALOGUE_FILE, `${JSON.stringify(catalogue, null, 1)}\n`],
    ['flags.csv', csvLine(['group', 'kind', 'cases', 'cv', 'flags']) + flags.join('')],
    ['levels.csv', csvLine(['level', 'code', 'cases', 'mean_cost_fen']) + formed.levels.map(({ level, code, cases, meanCostFen }) => csvLine([String(level), code, String(cases), String(meanCostFen)])).join('')],
  ]);
}
