import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import { contract } from '../contract.ts';
import { acceptStudyAgain } from './commands/accept-study-again.ts';
import { exportForTeaching } from './commands/export-for-teaching.ts';
import { matchStudy } from './commands/match-study.ts';
import { refuseStudy } from './commands/refuse-study.ts';
import { registerCallingTitle } from './commands/register-calling-title.ts';
import { countUnmatchedStudies } from './queries/count-unmatched-studies.ts';
import { getStudy } from './queries/get-study.ts';
import { listCallingTitles } from './queries/list-calling-titles.ts';
import { listStudies } from './queries/list-studies.ts';
import { listTeachingExports } from './queries/list-teaching-exports.ts';
import { summariseRefusals } from './queries/summarise-refusals.ts';

const { operations: declared } = contract;

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindQuery(declared.listStudies, listStudies),
  bindQuery(declared.getStudy, getStudy),
  bindQuery(declared.countUnmatchedStudies, countUnmatchedStudies),
  bindCommand(declared.matchStudy, matchStudy),
  bindQuery(declared.listCallingTitles, listCallingTitles),
  bindCommand(declared.registerCallingTitle, registerCallingTitle),
  bindCommand(declared.refuseStudy, refuseStudy),
  bindCommand(declared.acceptStudyAgain, acceptStudyAgain),
  bindQuery(declared.summariseRefusals, summariseRefusals),
  bindCommand(declared.exportForTeaching, exportForTeaching),
  bindQuery(declared.listTeachingExports, listTeachingExports),
];
