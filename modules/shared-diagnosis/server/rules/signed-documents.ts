import { canonicalJson } from '#platform/signature/canonical-json.ts';
import type { ContractRow } from '../store/contracts.ts';
import type { ReportRow } from '../store/reports.ts';

export interface SignedDocument {
  readonly document: string;
  readonly bytes: Buffer;
}

/** A version of a report as it was read and answered for. */
export function reportDocument(report: ReportRow): SignedDocument {
  const { organisationName: _name, signedAt, ...content } = report;
  return { document: `diagnostic-report/${report.orderId}/${report.reportVersion}`, bytes: Buffer.from(canonicalJson({ ...content, signedAt: signedAt.toISOString() }), 'utf8') };
}

/** The terms of a contract with those whom it serves; names that the directory may change are left out. Its end is a document of its own, with all terms once more. */
export function contractDocument(contract: ContractRow, isEnd: boolean): SignedDocument {
  const { members, ...terms } = contract;
  const served = members.map(({ organisationId }) => organisationId).sort();
  return { document: `centre-contract/${contract.id}${isEnd ? '/end' : ''}`, bytes: Buffer.from(canonicalJson({ ...terms, members: served }), 'utf8') };
}
