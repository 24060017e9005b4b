import { defineMessages, useText } from '../text/messages.ts';

const words = defineMessages({
  'openid': ['确认您的身份', 'Know that it is you'],
  'profile': ['查看您的姓名和登录名', 'See your name and login'],
  'fhirUser': ['查看您在系统中的人员信息', 'See who you are in the records'],
  'launch/patient': ['使用您本人的健康档案', 'Work with your own health record'],
  'offline_access': ['您不在线时仍可访问，直到您收回', 'Go on while you are away, until you take it back'],
  'online_access': ['在您登录期间访问', 'Only while you are signed in'],
  'launch': ['使用当前患者', 'Use the patient you are working with'],
  'patient-read': ['查看您本人的{type}', 'Read your own {type}'],
  'patient-write': ['修改您本人的{type}', 'Change your own {type}'],
  'user-read': ['以您的权限查看{type}', 'Read {type} that you may read'],
  'user-write': ['以您的权限修改{type}', 'Change {type} that you may change'],
  'everything': ['全部记录', 'all records'],
});

/** Scopes as sentences; one that we have no words for stays as it is. */
export function useScopeWords(): (scopes: readonly string[]) => string[] {
  const say = useText();
  return (scopes) => [...new Set(scopes.map((scope) => {
    const match = /^(user|patient)\/([^.]+)\.(.+)$/.exec(scope);
    const [, context, type, letters] = match ?? [];
    if (context === undefined || type === undefined || letters === undefined) return Object.hasOwn(words, scope) ? say(words[scope as keyof typeof words]) : scope;
    const writes = /[cud]|write|\*/.test(letters === 'read' ? '' : letters);
    return say(words[`${context as 'user' | 'patient'}-${writes ? 'write' : 'read'}`], { type: type === '*' ? say(words.everything) : type });
  }))];
}
