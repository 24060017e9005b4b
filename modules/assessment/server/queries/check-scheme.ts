import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { checkScheme as operation } from '../../contract/schemes.ts';
import { KNOWN } from '../rules/scheme/known.ts';
import { readScheme } from '../rules/scheme/read-scheme.ts';

const FINDINGS_MAX = 200;

export async function checkScheme(_: QueryContext, { text }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { scheme, findings } = readScheme(text, KNOWN);
  return { content: scheme ?? null, findings: findings.slice(0, FINDINGS_MAX) };
}
