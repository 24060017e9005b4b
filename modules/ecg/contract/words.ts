/** Numbers of an ECG with their units, in the order of a report. */
export const MEASURES: Readonly<Record<string, { zh: string; en: string; unit: string }>> = {
  rate: { zh: '心率', en: 'Rate', unit: '/min' }, rr: { zh: 'RR', en: 'RR', unit: 'ms' }, p: { zh: 'P 时限', en: 'P', unit: 'ms' }, pr: { zh: 'PR', en: 'PR', unit: 'ms' }, qrs: { zh: 'QRS', en: 'QRS', unit: 'ms' }, qt: { zh: 'QT', en: 'QT', unit: 'ms' },
  qtc: { zh: 'QTc', en: 'QTc', unit: 'ms' }, pAxis: { zh: 'P 电轴', en: 'P axis', unit: '°' }, qrsAxis: { zh: 'QRS 电轴', en: 'QRS axis', unit: '°' }, tAxis: { zh: 'T 电轴', en: 'T axis', unit: '°' },
};
/** What this machine suggests; a person decides. */
export const SUGGESTIONS: Readonly<Record<string, { zh: string; en: string }>> = {
  bradycardia: { zh: '心率 < 60', en: 'Rate below 60' }, tachycardia: { zh: '心率 > 100', en: 'Rate above 100' }, irregular: { zh: '节律不齐', en: 'Irregular' }, 'long-pr': { zh: 'PR 延长', en: 'Long PR' }, 'wide-qrs': { zh: 'QRS 增宽', en: 'Wide QRS' },
  'long-qtc': { zh: 'QTc 延长', en: 'Long QTc' }, 'short-qtc': { zh: 'QTc 缩短', en: 'Short QTc' }, 'left-axis': { zh: '电轴左偏', en: 'Left axis' }, 'right-axis': { zh: '电轴右偏', en: 'Right axis' }, pause: { zh: '停搏 > 3 秒', en: 'Pause over 3 s' },
};
