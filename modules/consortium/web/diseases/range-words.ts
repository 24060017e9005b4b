import type { DiseaseRange } from '../../contract/diseases.ts';

/** `I10–I15`, or the one code. */
export const codesOf = ({ codeFrom, codeUntil }: DiseaseRange): string => (codeFrom === codeUntil ? codeFrom : `${codeFrom}–${codeUntil}`);
