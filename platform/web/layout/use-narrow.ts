import { useMedia } from '../theme/theme-choice.ts';

/** True on a phone: lists instead of boards, panels over the whole screen. */
export const useNarrow = (): boolean => useMedia('(max-width: 767px)');
