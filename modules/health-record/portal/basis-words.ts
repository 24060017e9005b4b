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
  'every-organisation': ['平台运行', 'running the platform'],
});

/** A ground of access in the words of everyday life. */
export const basisWords = (basis: string): { zh: string; en: string } => (basis in words ? words[basis as keyof typeof words] : { zh: basis, en: basis });
