import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as operation from '../contract/operations.ts';
import { approveIndicatorValue } from './commands/approve-indicator-value.ts';
import { closeIndicatorPeriod } from './commands/close-indicator-period.ts';
import { enterIndicatorValue } from './commands/enter-indicator-value.ts';
import { loadIndicatorFile } from './commands/load-indicator-file.ts';
import { restateIndicator } from './commands/restate-indicator.ts';
import { returnIndicatorValue } from './commands/return-indicator-value.ts';
import { dueIndicatorEntries } from './queries/due-indicator-entries.ts';
import { exportIndicators } from './queries/export-indicators.ts';
import { getCockpit } from './queries/get-cockpit.ts';
import { getIndicatorCard } from './queries/get-indicator-card.ts';
import { listIndicatorCases } from './queries/list-indicator-cases.ts';
import { listIndicatorEntries } from './queries/list-indicator-entries.ts';
import { listIndicatorPeriods } from './queries/list-indicator-periods.ts';
import { listIndicators } from './queries/list-indicators.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(operation.enterIndicatorValue, enterIndicatorValue),
  bindCommand(operation.loadIndicatorFile, loadIndicatorFile),
  bindCommand(operation.approveIndicatorValue, approveIndicatorValue),
  bindCommand(operation.returnIndicatorValue, returnIndicatorValue),
  bindCommand(operation.closeIndicatorPeriod, closeIndicatorPeriod),
  bindCommand(operation.restateIndicator, restateIndicator),
  bindQuery(operation.listIndicators, listIndicators),
  bindQuery(operation.getCockpit, getCockpit),
  bindQuery(operation.getIndicatorCard, getIndicatorCard),
  bindQuery(operation.listIndicatorCases, listIndicatorCases),
  bindQuery(operation.listIndicatorEntries, listIndicatorEntries),
  bindQuery(operation.dueIndicatorEntries, dueIndicatorEntries),
  bindQuery(operation.listIndicatorPeriods, listIndicatorPeriods),
  bindQuery(operation.exportIndicators, exportIndicators),
];
