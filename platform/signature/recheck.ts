import { z } from 'zod';
import type { Sql } from '#platform/database/transaction.ts';
import { signatureFindingSchema, type SignatureFinding } from './contract.ts';
import { changedParts, partsOf } from './parts.ts';
import { SIGNATURE_COLUMNS, SIGNATURE_FROM, verdictOf, type StoredSignature } from './signatures.ts';
import type { SignedSource } from './signed-source.ts';

/** Where a check stands: first every signature, then every document that should have one, room by room. */
export const recheckCursorSchema = z.object({ source: z.number().int(), after: z.string(), signatures: z.number(), documents: z.number(), count: z.number(), findings: z.array(signatureFindingSchema) });
export type RecheckCursor = z.infer<typeof recheckCursorSchema>;

export const RECHECK_BEGINNING: RecheckCursor = { source: -1, after: '', signatures: 0, documents: 0, count: 0, findings: [] };

/** A signature of SM2 takes some milliseconds. */
const STEP_SIGNATURES = 200;
const STEP_DOCUMENTS = 1_000;
/** Enough to see what happened; the count goes on. */
const FINDINGS_KEPT_MAX = 200;

/** One step of the check; undefined when it is over. */
export async function recheckSome(sql: Sql, sources: readonly SignedSource[], cursor: RecheckCursor): Promise<RecheckCursor | undefined> {
  if (cursor.source >= sources.length) return undefined;
  const step = cursor.source < 0 ? await signaturesAfter(sql, sources, cursor.after) : await documentsAfter(sql, sources[cursor.source]!, cursor.after);
  const next = {
    ...cursor, signatures: cursor.signatures + step.signatures, documents: cursor.documents + step.documents, count: cursor.count + step.findings.length,
    findings: [...cursor.findings, ...step.findings].slice(0, FINDINGS_KEPT_MAX),
  };
  return step.last === undefined ? { ...next, source: cursor.source + 1, after: '' } : { ...next, after: step.last };
}

interface Step {
  readonly signatures: number;
  readonly documents: number;
  readonly findings: readonly SignatureFinding[];
  readonly last: string | undefined;
}

async function signaturesAfter(sql: Sql, sources: readonly SignedSource[], after: string): Promise<Step> {
  const rows = await sql.query<StoredSignature>(`select ${SIGNATURE_COLUMNS} from ${SIGNATURE_FROM} where s.signature_id > $1 order by s.signature_id limit ${STEP_SIGNATURES}`, [after]);
  const findings: SignatureFinding[] = [];
  for (const source of [...sources, undefined]) {
    const signed = rows.filter(({ document }) => sourceOf(sources, document) === source);
    // What left as a Bundle is kept by whoever got it: here only the entry itself can be looked at.
    const kept = signed.length === 0 ? undefined : await source?.read(sql, [...new Set(signed.map(({ document }) => document))]);
    for (const row of signed) {
      const found = await examine(sql, row, source === undefined ? 'replaced' : kept?.get(row.document));
      if (found !== undefined) findings.push(found);
    }
  }
  return { signatures: rows.length, documents: 0, findings, last: rows.length < STEP_SIGNATURES ? undefined : rows.at(-1)!.id };
}

const sourceOf = (sources: readonly SignedSource[], document: string): SignedSource | undefined => sources.find(({ kind }) => document.startsWith(`${kind}/`));

async function examine(sql: Sql, row: StoredSignature, kept: Buffer | 'replaced' | undefined): Promise<SignatureFinding | undefined> {
  const { document, organisationId } = row;
  const about = { document, organisationId, signedAt: row.signedAt.toISOString() };
  const verdict = verdictOf(row, kept === 'replaced' ? undefined : kept);
  if (verdict === 'forged') return { finding: 'forged', ...about, changed: [] };
  if (kept === undefined) return { finding: 'document-missing', ...about, changed: [] };
  if (verdict === 'valid' || kept === 'replaced') return undefined;
  return { finding: 'changed', ...about, changed: changedParts(row.parts, await partsOf(sql, document, kept)) };
}

/** What is older than the requirement was kept before there were signatures. */
async function documentsAfter(sql: Sql, source: SignedSource, after: string): Promise<Step> {
  const page = await source.list(sql, { after, limit: STEP_DOCUMENTS });
  const names = page.map(({ document }) => document);
  const rows = await sql.query<{ document: string; since: Date | null }>(
    `select named.document, (select needed.since from signature.requirement needed where needed.kind = $2) as since from unnest($1::text[]) as named (document)
     where not exists (select 1 from signature.signature s where s.document = named.document)`,
    [names, source.kind],
  );
  const at = new Map(page.map((each) => [each.document, each.at]));
  const findings = rows.filter(({ document, since }) => since !== null && at.get(document)!.getTime() >= since.getTime())
    .map(({ document }) => ({ finding: 'signature-missing' as const, document, organisationId: null, signedAt: at.get(document)!.toISOString(), changed: [] }));
  return { signatures: 0, documents: page.length, findings, last: page.length < STEP_DOCUMENTS ? undefined : names.at(-1) };
}
