import type { Resource } from '#fhir/types/resources.gen.ts';
import type { OrderAction } from '../../../contract/states.ts';
import type { Message } from '../../rules/fhir-act.ts';
import type { ReportRow } from '../../store/reports.ts';
import type { OrderRow } from '../../store/row.ts';

export interface ExtraResource {
  readonly method: 'create' | 'put' | 'delete';
  readonly resource: Resource;
  readonly ownerOrganisationId: string;
}

export interface Act {
  readonly action: OrderAction;
  readonly event: string;
  readonly patch?: Partial<OrderRow>;
  readonly note?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** What is told to whom; becomes a Communication. */
  readonly message?: Message;
  /** The version of the report that this act signs. */
  readonly report?: ReportRow;
  readonly resources?: readonly ExtraResource[];
}
