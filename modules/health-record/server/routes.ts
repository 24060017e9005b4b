import { bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as contract from '../contract.ts';
import { getOwnSummary } from './queries/get-own-summary.ts';
import { getOwnTimeline } from './queries/get-own-timeline.ts';
import { getRecordSummary } from './queries/get-record-summary.ts';
import { getTimeline } from './queries/get-timeline.ts';
import { getTrend } from './queries/get-trend.ts';
import { listOwnAccess } from './queries/list-own-access.ts';
import { listRecordAccess } from './queries/list-record-access.ts';
import { listTrends } from './queries/list-trends.ts';

export const operations: readonly BoundOperation[] = [
  bindQuery(contract.getTimeline, getTimeline),
  bindQuery(contract.getRecordSummary, getRecordSummary),
  bindQuery(contract.listTrends, listTrends),
  bindQuery(contract.getTrend, getTrend),
  bindQuery(contract.listRecordAccess, listRecordAccess),
  bindQuery(contract.getOwnTimeline, getOwnTimeline),
  bindQuery(contract.getOwnSummary, getOwnSummary),
  bindQuery(contract.listOwnAccess, listOwnAccess),
];
