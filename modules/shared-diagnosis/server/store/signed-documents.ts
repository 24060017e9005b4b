import { idOf, type SignedSource } from '#platform/signature/signed-source.ts';
import { contractDocument, reportDocument } from '../rules/signed-documents.ts';
import { listContractsById, listEndedContracts } from './contracts.ts';
import { listReports } from './reports.ts';

/** Every version of every report. */
const signedReports: SignedSource = {
  kind: 'diagnostic-report',
  read: async (sql, documents) => {
    const orderIds = new Set(documents.map((document) => idOf(document).split('/')[0]!));
    const kept = new Map<string, Buffer>();
    for (const orderId of orderIds) {
      for (const report of await listReports(sql, orderId)) {
        const { document, bytes } = reportDocument(report);
        kept.set(document, bytes);
      }
    }
    return kept;
  },
  list: (sql, { after, limit }) => {
    const name = `'diagnostic-report/' || order_id || '/' || report_version`;
    return sql.query(`select ${name} as document, signed_at as at from shared_diagnosis.report where ${name} > $1 order by ${name} limit $2`, [after, limit]);
  },
};

/** Contracts of centres; one that was ended early is kept with its end, which is signed anew. */
const signedContracts: SignedSource = {
  kind: 'centre-contract',
  read: async (sql, documents) => {
    const ids = [...new Set(documents.map((document) => idOf(document).split('/')[0]!))];
    const ended = new Set(await listEndedContracts(sql, ids));
    const kept = new Map<string, Buffer | 'replaced'>();
    for (const contract of await listContractsById(sql, ids)) {
      const [first, last] = [contractDocument(contract, false), contractDocument(contract, true)];
      kept.set(first.document, ended.has(contract.id) ? 'replaced' : first.bytes);
      if (ended.has(contract.id)) kept.set(last.document, last.bytes);
    }
    return kept;
  },
  list: (sql, { after, limit }) =>
    sql.query(
      `select document, at from (
         select 'centre-contract/' || contract_id as document, signed_at as at from shared_diagnosis.centre_contract
         union all select 'centre-contract/' || contract_id || '/end', signed_at from shared_diagnosis.centre_contract where end_reason is not null) named
       where document > $1 order by document limit $2`,
      [after, limit],
    ),
};

export const signedDocuments: readonly SignedSource[] = [signedReports, signedContracts];
