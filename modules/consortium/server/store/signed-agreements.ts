import { idOf, type SignedSource } from '#platform/signature/signed-source.ts';
import { documentOf } from '../rules/agreement-document.ts';
import { listAgreementsById } from './agreements.ts';

/** Agreements as they stand now, for the check of signatures. */
export const signedAgreements: SignedSource = {
  kind: 'agreement',
  read: async (sql, documents) => {
    const agreements = await listAgreementsById(sql, documents.map(idOf));
    return new Map(agreements.map((agreement) => {
      const { document, bytes } = documentOf(agreement);
      return [document, bytes];
    }));
  },
  list: (sql, { after, limit }) =>
    sql.query(`select 'agreement/' || item_id as document, recorded_at as at from consortium.action where item_kind = 'agreement' and action = 'sign' and 'agreement/' || item_id > $1 order by 'agreement/' || item_id limit $2`, [after, limit]),
};
