import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as calendar from '../contract/calendar.ts';
import * as operation from '../contract/operations.ts';
import { applyRegion } from './commands/apply-region.ts';
import { endRegion } from './commands/end-region.ts';
import { loadCalendarYear } from './commands/load-calendar-year.ts';
import { checkRegion } from './queries/check-region.ts';
import { compareRegion } from './queries/compare-region.ts';
import { getCalendarYear } from './queries/get-calendar-year.ts';
import { getRegion } from './queries/get-region.ts';
import { listAnswers } from './queries/list-answers.ts';
import { listRegions } from './queries/list-regions.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(operation.applyRegion, applyRegion),
  bindCommand(operation.endRegion, endRegion),
  bindQuery(operation.checkRegion, checkRegion),
  bindQuery(operation.listRegions, listRegions),
  bindQuery(operation.getRegion, getRegion),
  bindQuery(operation.compareRegion, compareRegion),
  bindQuery(operation.listAnswers, listAnswers),
  bindCommand(calendar.loadCalendarYear, loadCalendarYear),
  bindQuery(calendar.getCalendarYear, getCalendarYear),
];
