import { z } from 'zod';
import { listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { idSchema, kindSchema, modalitySchema, monthSchema } from './words.ts';

/** What one site owes and is owed by one centre in a month: all in fen, `performed + reported + consortium = total`. */
export const statementLineSchema = z.object({
  performingOrganisationId: z.string(), performingOrganisationName: z.string(), reportingOrganisationId: z.string(), reportingOrganisationName: z.string(), kind: kindSchema, modality: modalitySchema,
  count: z.number(), totalFen: z.number(), performedFen: z.number(), reportedFen: z.number(), consortiumFen: z.number(),
});
export type StatementLine = z.infer<typeof statementLineSchema>;

export const statementSchema = z.object({
  id: z.string().nullable(), organisationId: z.string(), organisationName: z.string(), month: z.string(), version: z.number(), frozen: z.boolean(), frozenAt: z.string().nullable(), frozenByName: z.string().nullable(), reason: z.string().nullable(),
  /** SHA-256 over the lines of a frozen version. */
  seal: z.string().nullable(), lines: z.array(statementLineSchema), count: z.number(), totalFen: z.number(), performedFen: z.number(), reportedFen: z.number(), consortiumFen: z.number(),
  /** Net of each site: positive is to be received, negative to be paid; they sum to zero with the common fund. */
  balances: z.array(z.object({ organisationId: z.string(), organisationName: z.string(), fen: z.number() })),
});
export type Statement = z.infer<typeof statementSchema>;

export const getStatement = query({
  name: 'getStatement', path: '/diagnosis/statements/of', permission: 'shared-diagnosis.read-statements',
  summary: { zh: '月度结算单', en: 'The statement of a centre for a month; live until frozen' },
  input: z.object({ organisationId: idSchema, month: monthSchema, version: z.coerce.number().int().min(1).optional() }), output: statementSchema,
});

export const exportStatement = query({
  name: 'exportStatement', isExport: true, path: '/diagnosis/statements/export', permission: 'shared-diagnosis.read-statements',
  summary: { zh: '导出结算单（Excel）', en: 'The statement as an Excel workbook' },
  input: z.object({ organisationId: idSchema, month: monthSchema, version: z.coerce.number().int().min(1).optional() }), output: z.object({ fileName: z.string(), base64: z.string() }),
});

export const listStatements = query({
  name: 'listStatements', path: '/diagnosis/statements', permission: 'shared-diagnosis.read-statements',
  summary: { zh: '已锁定的结算单', en: 'Frozen statements' },
  input: z.object({ ...listInput, month: monthSchema.optional(), organisationId: idSchema.optional() }),
  output: pageOf(z.object({ id: z.string(), organisationId: z.string(), organisationName: z.string(), month: z.string(), version: z.number(), count: z.number(), totalFen: z.number(), frozenAt: z.string(), frozenByName: z.string(), reason: z.string().nullable() })),
});

export const freezeStatement = command({
  name: 'freezeStatement', path: '/diagnosis/statements/freeze', permission: 'shared-diagnosis.freeze-statement', event: 'shared-diagnosis.statement-frozen',
  summary: { zh: '锁定月度结算单', en: 'Freeze the statement of a month as a new version' },
  input: z.object({ organisationId: idSchema, month: monthSchema, reason: z.string().trim().max(500).optional() }), output: statementSchema,
});
