import { useText } from '#platform/web/text/messages.ts';

/** Units of definitions that are words; signs such as % stay as they are. */
const WORDS: Readonly<Record<string, string>> = {
  人: 'persons', 例: 'cases', 比: '(ratio)', 天: 'days', 元: 'yuan', 分: 'points', 级: '(level)', 指数: '(index)', 分钟: 'minutes', 项: 'items', 名: 'posts', 个: 'items', 人次: 'persons', 床日: 'bed days', 人天: 'person-days', 定性: '', '万元': '10 000 yuan',
};

/** The unit in the language of the screen. */
export function useUnit(): (unit: string) => string {
  const say = useText();
  return (unit) => say({ zh: unit, en: WORDS[unit] ?? unit });
}
