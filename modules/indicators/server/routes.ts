import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as alerts from '../contract/alerts.ts';
import * as operation from '../contract/operations.ts';
import * as views from '../contract/views.ts';
import { acknowledgeIndicatorAlert } from './commands/acknowledge-indicator-alert.ts';
import { approveIndicatorValue } from './commands/approve-indicator-value.ts';
import { assignIndicatorAlert } from './commands/assign-indicator-alert.ts';
import { closeIndicatorAlert } from './commands/close-indicator-alert.ts';
import { closeIndicatorPeriod } from './commands/close-indicator-period.ts';
import { endIndicatorBand } from './commands/end-indicator-band.ts';
import { enterIndicatorValue } from './commands/enter-indicator-value.ts';
import { loadIndicatorFile } from './commands/load-indicator-file.ts';
import { noteIndicatorAlert } from './commands/note-indicator-alert.ts';
import { restateIndicator } from './commands/restate-indicator.ts';
import { returnIndicatorValue } from './commands/return-indicator-value.ts';
import { setIndicatorBand } from './commands/set-indicator-band.ts';
import { countIndicatorAlerts } from './queries/count-indicator-alerts.ts';
import { dueIndicatorEntries } from './queries/due-indicator-entries.ts';
import { exportIndicators } from './queries/export-indicators.ts';
import { getCockpit } from './queries/get-cockpit.ts';
import { getIndicatorCard } from './queries/get-indicator-card.ts';
import { getIndicatorMatrix } from './queries/get-indicator-matrix.ts';
import { getReferralFlows } from './queries/get-referral-flows.ts';
import { listIndicatorAlerts } from './queries/list-indicator-alerts.ts';
import { listIndicatorBands } from './queries/list-indicator-bands.ts';
import { listIndicatorCases } from './queries/list-indicator-cases.ts';
import { listIndicatorEntries } from './queries/list-indicator-entries.ts';
import { listIndicatorPeriods } from './queries/list-indicator-periods.ts';
import { listIndicatorWatchers } from './queries/list-indicator-watchers.ts';
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
  bindQuery(views.getReferralFlows, getReferralFlows),
  bindQuery(views.getIndicatorMatrix, getIndicatorMatrix),
  bindCommand(alerts.setIndicatorBand, setIndicatorBand),
  bindCommand(alerts.endIndicatorBand, endIndicatorBand),
  bindCommand(alerts.acknowledgeIndicatorAlert, acknowledgeIndicatorAlert),
  bindCommand(alerts.assignIndicatorAlert, assignIndicatorAlert),
  bindCommand(alerts.noteIndicatorAlert, noteIndicatorAlert),
  bindCommand(alerts.closeIndicatorAlert, closeIndicatorAlert),
  bindQuery(alerts.listIndicatorBands, listIndicatorBands),
  bindQuery(alerts.listIndicatorAlerts, listIndicatorAlerts),
  bindQuery(alerts.countIndicatorAlerts, countIndicatorAlerts),
  bindQuery(alerts.listIndicatorWatchers, listIndicatorWatchers),
];
