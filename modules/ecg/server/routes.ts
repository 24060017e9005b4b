import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import { contract } from '../contract.ts';
import { matchEcg } from './commands/match-ecg.ts';
import { recordEcg } from './commands/record-ecg.ts';
import { countUnmatchedEcgs } from './queries/count-unmatched-ecgs.ts';
import { getEcgOriginal } from './queries/get-ecg-original.ts';
import { getEcgRecord } from './queries/get-ecg-record.ts';
import { listEcgRecords } from './queries/list-ecg-records.ts';
import { printEcg } from './queries/print-ecg.ts';

const { operations: declared } = contract;

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(declared.recordEcg, recordEcg),
  bindCommand(declared.matchEcg, matchEcg),
  bindQuery(declared.listEcgRecords, listEcgRecords),
  bindQuery(declared.getEcgRecord, getEcgRecord),
  bindQuery(declared.getEcgOriginal, getEcgOriginal),
  bindQuery(declared.printEcg, printEcg),
  bindQuery(declared.countUnmatchedEcgs, countUnmatchedEcgs),
];
