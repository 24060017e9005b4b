import type { Sql } from '#platform/database/transaction.ts';

/** Codes of the kinds of diagnoses that are masked by default, as `access.sensitivity_code` lists them. */
export interface SensitiveCode {
  readonly category: string;
  readonly family: string;
  readonly prefix: string;
}

/** Seconds until a change of the list reaches writes in every process. */
export const FRESH_SECONDS = 5;

/** https://terminology.hl7.org/3.1.0/CodeSystem-v3-Confidentiality.html: R restricted, V very restricted. */
const CONFIDENTIALITY = 'v3-Confidentiality';

interface Compiled {
  /** Finds candidates in a text without parsing it. */
  readonly pattern: RegExp | undefined;
  readonly codes: readonly SensitiveCode[];
  readonly readAt: number;
}

let current: Compiled = { pattern: undefined, codes: [], readAt: -Infinity };

/** Reads the list anew when this process's copy is older than a few seconds; asked for before rows are classed. */
export async function keepSensitivityFresh(sql: Sql): Promise<void> {
  if (performance.now() - current.readAt < FRESH_SECONDS * 1000) return;
  await readSensitivity(sql);
}

/** Reads the list as it is now, whatever the age of this process's copy: for whoever classes again what was classed by an older one. */
export async function readSensitivity(sql: Sql): Promise<void> {
  current = compile(await listSensitiveCodes(sql));
}

/** Regular expression (of PostgreSQL too, without regard to case) that a text which `isRestrictedText` may hold to be restricted always matches. */
export const restrictedPattern = (): string => [CONFIDENTIALITY, ...(current.pattern === undefined ? [] : [current.pattern.source])].join('|');

async function listSensitiveCodes(sql: Sql): Promise<SensitiveCode[]> {
  return sql.query<SensitiveCode>(
    `select code.category, code.system_family as family, code.code_prefix as prefix from access.sensitivity_code code
     join access.sensitivity_category kind on kind.category = code.category and kind.is_active order by code.code_prefix, code.category limit 50000`,
  );
}

function compile(codes: readonly SensitiveCode[]): Compiled {
  const prefixes = [...new Set(codes.map(({ prefix }) => prefix.replace(/[.]/g, '\\.')))];
  return { codes, readAt: performance.now(), pattern: prefixes.length === 0 ? undefined : new RegExp(`"code":"(?:${prefixes.join('|')})`, 'i') };
}

/** Whether a resource (JSON text) is labelled R or V by its author or holds a code of a sensitive kind. */
export function isRestrictedText(content: string): boolean {
  const isLabelled = content.includes(CONFIDENTIALITY);
  const isCoded = current.pattern?.test(content) === true;
  if (!isLabelled && !isCoded) return false;
  const resource = JSON.parse(content) as { meta?: { security?: readonly Coding[] } };
  if (resource.meta?.security?.some(({ system, code }) => system?.endsWith(CONFIDENTIALITY) && (code === 'R' || code === 'V'))) return true;
  return isCoded && holdsSensitiveCode(resource);
}

interface Coding {
  readonly system?: string;
  readonly code?: string;
}

function holdsSensitiveCode(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSensitiveCode);
  if (typeof value !== 'object' || value === null) return false;
  return isSensitiveCoding(value) || Object.values(value).some(holdsSensitiveCode);
}

function isSensitiveCoding({ system, code }: Coding): boolean {
  if (typeof code !== 'string') return false;
  const upper = code.toUpperCase();
  return current.codes.some(({ prefix, family }) => upper.startsWith(prefix.toUpperCase()) && isOfFamily(family, system));
}

/** Diagnoses are often written without a system: then the code is taken for ICD-10. */
function isOfFamily(family: string, system: string | undefined): boolean {
  switch (family) {
    case 'icd10':
      return typeof system !== 'string' || /icd-?10/i.test(system);
    case 'loinc':
    case 'snomed':
      return typeof system === 'string' && system.includes(family === 'loinc' ? 'loinc.org' : 'snomed.info');
    default:
      return true;
  }
}
