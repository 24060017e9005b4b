import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { verifyDocument } from '#platform/signature/signatures.ts';
import type { verifyAgreement as operation } from '../../contract/agreements.ts';
import { documentOf } from '../rules/agreement-document.ts';
import { found } from '../rules/found.ts';
import { findAgreement } from '../store/agreements.ts';

/** Anybody who may read the agreement may know whether it is the one that was signed. */
export async function verifyAgreement({ sql, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const agreement = found(await findAgreement(sql, input.id, chinaDate(now)));
  return { signatures: await verifyDocument(sql, documentOf(agreement)) };
}
