/** Satisfaction comes from the room of surveys since this version; it was entered by hand before. */
export const SURVEYED = {
  version: '2026.1',
  filter: { zh: '以全国满意度平台结果为先，其次为本平台已结束的调查；样本过少的机构不计', en: 'The national platform first, then closed surveys of this platform; sites with too few answers are left out' },
} as const;
