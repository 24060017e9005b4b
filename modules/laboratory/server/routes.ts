import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import { contract } from '../contract.ts';
import { addPicture } from './commands/add-picture.ts';
import { addPiece } from './commands/add-piece.ts';
import { defineControlLot } from './commands/define-control-lot.ts';
import { enterResults } from './commands/enter-results.ts';
import { handOverBox } from './commands/hand-over-box.ts';
import { moveSpecimen } from './commands/move-specimen.ts';
import { openBox } from './commands/open-box.ts';
import { packSpecimen } from './commands/pack-specimen.ts';
import { receiveBox } from './commands/receive-box.ts';
import { recordControl } from './commands/record-control.ts';
import { recordExternalRound } from './commands/record-external-round.ts';
import { recordOpinion } from './commands/record-opinion.ts';
import { recordTemperature } from './commands/record-temperature.ts';
import { registerSpecimen } from './commands/register-specimen.ts';
import { verifyResults } from './commands/verify-results.ts';
import { withdrawPicture } from './commands/withdraw-picture.ts';
import { countWaitingSpecimens } from './queries/count-waiting-specimens.ts';
import { getPicture } from './queries/get-picture.ts';
import { getSpecimen } from './queries/get-specimen.ts';
import { listBoxes } from './queries/list-boxes.ts';
import { listControlLots } from './queries/list-control-lots.ts';
import { listExternalRounds } from './queries/list-external-rounds.ts';
import { listReferenceItems } from './queries/list-reference-items.ts';
import { listSpecimens } from './queries/list-specimens.ts';
import { printPathologyReport } from './queries/print-pathology-report.ts';

const { operations: declared } = contract;

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(declared.addPicture, addPicture),
  bindCommand(declared.withdrawPicture, withdrawPicture),
  bindQuery(declared.getPicture, getPicture),
  bindQuery(declared.printPathologyReport, printPathologyReport),
  bindCommand(declared.addPiece, addPiece),
  bindCommand(declared.defineControlLot, defineControlLot),
  bindCommand(declared.enterResults, enterResults),
  bindCommand(declared.handOverBox, handOverBox),
  bindCommand(declared.moveSpecimen, moveSpecimen),
  bindCommand(declared.openBox, openBox),
  bindCommand(declared.packSpecimen, packSpecimen),
  bindCommand(declared.receiveBox, receiveBox),
  bindCommand(declared.recordControl, recordControl),
  bindCommand(declared.recordExternalRound, recordExternalRound),
  bindCommand(declared.recordOpinion, recordOpinion),
  bindCommand(declared.recordTemperature, recordTemperature),
  bindCommand(declared.registerSpecimen, registerSpecimen),
  bindCommand(declared.verifyResults, verifyResults),
  bindQuery(declared.countWaitingSpecimens, countWaitingSpecimens),
  bindQuery(declared.getSpecimen, getSpecimen),
  bindQuery(declared.listBoxes, listBoxes),
  bindQuery(declared.listControlLots, listControlLots),
  bindQuery(declared.listExternalRounds, listExternalRounds),
  bindQuery(declared.listReferenceItems, listReferenceItems),
  bindQuery(declared.listSpecimens, listSpecimens),
];
