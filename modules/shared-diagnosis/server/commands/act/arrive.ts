import { nextState } from '#platform/kernel/state-table.ts';
import type { DataItem } from '../../../contract/orders.ts';
import { orderTable } from '../../../contract/states.ts';
import { findContract } from '../../store/contracts.ts';
import type { OrderRow } from '../../store/row.ts';
import { performAct } from './act.ts';
import type { ActContext } from './act-context.ts';
import { findCentreFor, promisedBy } from './centre.ts';
import { getOrganisationName } from './partners.ts';
import type { ExtraResource } from './act-shape.ts';

export interface Arrival {
  readonly item: DataItem;
  readonly resources?: readonly ExtraResource[];
  /** When the device says that it examined. */
  readonly performedAt?: Date;
}

const sameItem = (a: DataItem, b: DataItem): boolean => (a.uid !== null && a.kind === b.kind && a.uid === b.uid) || (a.reference !== null && a.reference === b.reference);

/** False where the order cannot take data any more, or has this already: a repeated message changes nothing. */
export const takesData = (row: OrderRow, item: DataItem): boolean => nextState(orderTable, row.state, 'attach-data') !== undefined && !row.data.some((each) => sameItem(each, item));

/**
 * Data arrived: by hand, by a device, by another room. Where the contract leaves the quality to the reader, the order goes
 * straight onto the list and the promised time begins.
 */
export async function receiveData(context: ActContext, row: OrderRow, { item, resources = [], performedAt }: Arrival): Promise<OrderRow> {
  const arrived = await performAct(context, row, {
    action: 'attach-data',
    event: 'shared-diagnosis.data-attached',
    patch: { data: [...row.data, item], performedAt: row.performedAt ?? performedAt ?? context.now, returnNote: null, reasonCode: null },
    detail: { kind: item.kind, reference: item.reference, uid: item.uid },
    resources,
  });
  if (arrived.state !== 'uploaded' || row.state === 'uploaded') return arrived;
  const contract = await findContract(context.tx, arrived.contractId);
  return contract?.qualityCheck === 'before-reading' ? arrived : makeReady(context, arrived, { event: 'shared-diagnosis.ready' });
}

/** The load may have changed since the order: the rule is asked once more, then the clock starts. */
export async function makeReady(context: ActContext, row: OrderRow, act: { event: string; grade?: string; note?: string | undefined }): Promise<OrderRow> {
  const choice = row.overflow === 'by-hand'
    ? undefined
    : await findCentreFor(context.tx, { kind: row.kind, modality: row.modality, organisationId: row.requestingOrganisationId, priority: row.priority, at: context.now });
  const moved = choice !== undefined && choice.candidate.contractId !== row.contractId;
  const placed = moved ? await redirect(context, row, { contractId: choice.candidate.contractId, organisationId: choice.candidate.organisationId, overflow: choice.overflow, note: choice.overflow === 'closed' ? '原中心非值班时间' : '按合同重新分派' }) : row;
  const contract = await findContract(context.tx, placed.contractId);
  return performAct(context, placed, {
    action: 'pass-quality',
    event: act.event,
    patch: { qualityGrade: act.grade ?? null, readyAt: placed.readyAt ?? context.now, deadline: contract === undefined ? context.now : promisedBy(contract, row.priority, context.now), escalationLevel: 0 },
    note: act.note,
    detail: { grade: act.grade ?? null },
  });
}

export interface Redirection {
  readonly contractId: string;
  readonly organisationId: string;
  readonly overflow: string | null;
  readonly note: string;
}

export async function redirect(context: ActContext, row: OrderRow, { contractId, organisationId, overflow, note }: Redirection): Promise<OrderRow> {
  const name = await getOrganisationName(context.tx, organisationId);
  const contract = await findContract(context.tx, contractId);
  return performAct(context, row, {
    action: 'redirect',
    event: 'shared-diagnosis.redirected',
    patch: {
      contractId, centreOrganisationId: organisationId, centreOrganisationName: name, overflow,
      ...(row.deadline === null || contract === undefined ? {} : { deadline: promisedBy(contract, row.priority, row.readyAt ?? context.now) }),
    },
    note,
    detail: { fromContractId: row.contractId, fromOrganisationId: row.centreOrganisationId, contractId, organisationId, overflow },
    message: { to: { organisationId, name }, text: `诊断申请 ${row.number} 改派至贵中心：${note}` },
  });
}
