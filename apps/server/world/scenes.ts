import { playAssessment } from './assessment.ts';
import { playCasemix } from './casemix.ts';
import { playIndicators } from './indicators.ts';
import { playPayment } from './payment.ts';
import { playExchange } from './exchange.ts';
import { playEcg } from './diagnosis/ecg.ts';
import { playImagingDesk } from './diagnosis/imaging-desk.ts';
import { playLaboratory } from './diagnosis/laboratory.ts';
import { playDoubles } from './play-doubles.ts';
import { playGovernance } from './play-governance.ts';
import { playReferrals, type PlayRequest, type StoppedStory } from './play-referrals.ts';
import { playPrivacy } from './play-privacy.ts';
import { playRecognition } from './recognition.ts';
import { playRegions } from './play-regions.ts';
import { playDiagnosis } from './diagnosis/shared-diagnosis.ts';

/** What is played through the rooms' own commands once people and places are there; a scene played again changes nothing. */
export const SCENES: readonly ((request: PlayRequest) => Promise<StoppedStory[]>)[] = [playDoubles, playReferrals, playRegions, playGovernance, playDiagnosis, playCasemix, playEcg, playImagingDesk, playLaboratory, playRecognition, playPayment, playExchange, playIndicators, playPrivacy, playAssessment];
