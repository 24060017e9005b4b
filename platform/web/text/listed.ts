import { currentLanguage } from './language.ts';

/** Words in a row as the language of the screen writes them: 甲、乙 and A, B. Empty stays empty. */
export const listed = (words: readonly string[]): string => words.join(currentLanguage() === 'zh' ? '、' : ', ');
