import type { Text } from '#platform/kernel/problem.ts';
import type { OrderState } from './states.ts';

/** What a resident reads: where the examination stands, without the words of the desk. */
export function plainWords({ state, shown, positive }: { state: OrderState; shown: boolean; positive: boolean }): Text {
  if (shown) {
    return positive
      ? { zh: '报告已出，医生有需要您留意的发现。请带上报告找您的医生看看下一步怎么做。', en: 'The report is ready and says something to look after. Please see your doctor about the next step.' }
      : { zh: '报告已出，没有发现需要特别处理的问题。', en: 'The report is ready; nothing in it needs special care.' };
  }
  if (['issued', 'amended', 'acknowledged'].includes(state)) return { zh: '报告已出，您的医生看过后会马上联系您。', en: 'The report is ready; your doctor sees it first and will call you at once.' };
  if (state === 'returned') return { zh: '检查需要补做，检查单位会与您联系。', en: 'Part of the examination is to be repeated; the site will call you.' };
  if (state === 'ordered' || state === 'scheduled') return { zh: '医生已开单，请按约定时间去检查。', en: 'Your doctor has ordered it; please go at the time agreed.' };
  return { zh: '检查已做，诊断中心正在看，出报告后会在这里显示。', en: 'The examination is done and being read; the report will appear here.' };
}
