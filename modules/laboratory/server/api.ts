import { PICTURE } from './store/sealed-pictures.ts';

export { takeAnalyserResults, type AnalyserGroup } from './commands/take-analyser-results.ts';

/** What a rotation of keys has to reach. */
export const sealedPictures = [PICTURE];
