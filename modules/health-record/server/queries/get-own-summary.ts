import type { QueryContext } from '#platform/http/operation.ts';
import type { RecordSummary } from '../../contract.ts';
import { readSummary } from './get-record-summary.ts';
import { ownPersonId } from './open-record.ts';

export const getOwnSummary = (context: QueryContext): Promise<RecordSummary> =>
  readSummary(context, { personId: ownPersonId(context), basis: 'own-record' });
