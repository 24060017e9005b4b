import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as catalogue from '../contract/catalogue.ts';
import * as decisions from '../contract/decisions.ts';
import { publishRecognitionItem } from './commands/catalogue/publish-recognition-item.ts';
import { endRecognitionItem } from './commands/catalogue/end-recognition-item.ts';
import { addEquivalence } from './commands/catalogue/add-equivalence.ts';
import { endEquivalence } from './commands/catalogue/end-equivalence.ts';
import { recordQualityMark } from './commands/catalogue/record-quality-mark.ts';
import { withdrawQualityMark } from './commands/catalogue/withdraw-quality-mark.ts';
import { offerRecognition } from './commands/decide/offer-recognition.ts';
import { answerOffer } from './commands/decide/answer-offer.ts';
import { recogniseResult } from './commands/decide/recognise-result.ts';
import { declineRecognition } from './commands/decide/decline-recognition.ts';
import { listRecognitionItems } from './queries/list-recognition-items.ts';
import { listEquivalences } from './queries/list-equivalences.ts';
import { listQualityMarks } from './queries/list-quality-marks.ts';
import { listDeclineReasons } from './queries/list-decline-reasons.ts';
import { checkRecognition } from './queries/check-recognition.ts';
import { listRecognitionDecisions } from './queries/list-recognition-decisions.ts';
import { recognitionStatistics } from './queries/recognition-statistics.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(catalogue.publishRecognitionItem, publishRecognitionItem),
  bindCommand(catalogue.endRecognitionItem, endRecognitionItem),
  bindCommand(catalogue.addEquivalence, addEquivalence),
  bindCommand(catalogue.endEquivalence, endEquivalence),
  bindCommand(catalogue.recordQualityMark, recordQualityMark),
  bindCommand(catalogue.withdrawQualityMark, withdrawQualityMark),
  bindCommand(decisions.offerRecognition, offerRecognition),
  bindCommand(decisions.answerOffer, answerOffer),
  bindCommand(decisions.recogniseResult, recogniseResult),
  bindCommand(decisions.declineRecognition, declineRecognition),
  bindQuery(catalogue.listRecognitionItems, listRecognitionItems),
  bindQuery(catalogue.listEquivalences, listEquivalences),
  bindQuery(catalogue.listQualityMarks, listQualityMarks),
  bindQuery(catalogue.listDeclineReasons, listDeclineReasons),
  bindQuery(decisions.checkRecognition, checkRecognition),
  bindQuery(decisions.listRecognitionDecisions, listRecognitionDecisions),
  bindQuery(decisions.recognitionStatistics, recognitionStatistics),
];
