import { defineMessages } from '#platform/web/text/messages.ts';

const words = defineMessages({
  treatment: ['看病', 'treatment'],
  referral: ['转诊', 'a referral'],
  contract: ['家庭医生签约', 'your family-doctor contract'],
  'shared-centre': ['检查中心出报告', 'a report by the shared centre'],
  secondment: ['下派医生', 'a seconded doctor'],
  consent: ['您的授权', 'your permission'],
  emergency: ['急救', 'an emergency'],
  registration: ['建档登记', 'registration'],
  share: ['共享的一项内容', 'one thing that was shared'],
  reveal: ['显示一项敏感内容', 'uncovering one sensitive item'],
  statistics: ['统计', 'statistics'],
  'own-items': ['该机构自己的记录', 'its own entries'],
  'own-record': ['您本人', 'you yourself'],
  directory: ['公开的名录', 'a public directory'],
  'every-organisation': ['平台运行', 'running the platform'],
  list: ['在名单或检索结果中列出', 'shown on a list or among what was found'],
});

/** Where no ground was noted: somebody who was refused, or work that opened nothing. */
const NONE = { zh: '没有打开档案', en: 'nothing was opened' };

/** A ground of access in the words of everyday life. */
export const basisWords = (basis: string | null): { zh: string; en: string } => (basis === null ? NONE : basis in words ? words[basis as keyof typeof words] : { zh: basis, en: basis });
