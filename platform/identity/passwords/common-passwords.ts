/**
 * What people choose first, made of rules instead of a list of leaked passwords: words (also with @ for a, 0 for o …),
 * runs of the alphabet, of digits or of the keyboard, one piece repeated, years and dates. What is left after taking
 * these away is what somebody has to guess.
 */
const WORDS = [
  'password', 'passwd', 'passw', 'pass', 'mima', 'admin', 'administrator', 'root', 'user', 'guest', 'test', 'demo', 'login', 'welcome', 'hello', 'letmein', 'secret', 'default',
  'changeme', 'system', 'manager', 'master', 'super', 'iloveyou', 'woaini', 'woaizhongguo', 'aini', 'love', 'baobao', 'baobei', 'laopo', 'laogong', 'mama', 'baba', 'nihao', 'zhongguo',
  'china', 'beijing', 'shanghai', 'hospital', 'yiyuan', 'doctor', 'yisheng', 'nurse', 'hushi', 'clinic', 'health', 'jiankang', 'weisheng', 'yiliao', 'yigong', 'zhongxin', 'xianyiyuan',
  'computer', 'internet', 'windows', 'office', 'football', 'dragon', 'monkey', 'shadow', 'sunshine', 'princess', 'summer', 'winter', 'spring', 'autumn', 'january', 'monday', 'qwert', 'huawei', 'wechat', 'weixin', 'alipay',
  '密码', '医院', '医生', '护士', '中国', '我爱你', '你好', '管理员',
].sort((one, other) => other.length - one.length);

const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', 'q1w2e3r4t5y6u7i8o9p0', '1q2w3e4r5t6y7u8i9o0p', '!@#$%^&*()', 'qazwsxedcrfvtgb', '147258369', '789456123'];
const LEET: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', '$': 's', '5': 's', '7': 't' };
const RUN_LENGTH_MIN = 3;
/** A date in whichever order, or a year. */
const DATES = /(19|20)\d{2}[-./年]?(0?[1-9]|1[0-2])[-./月]?(0?[1-9]|[12]\d|3[01])日?|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(19|20)\d{2}|(19|20)\d{2}/g;

/** Characters that are left to guess once what everybody tries is taken away; each piece taken counts as one. */
export function guessableRest(password: string): number {
  const plain = password.toLowerCase();
  const read = [...plain].map((sign) => LEET[sign] ?? sign).join('');
  return Math.min(restOf(plain), restOf(read));
}

function restOf(text: string): number {
  let rest = text.replaceAll(DATES, '\u0001');
  for (const word of WORDS) rest = rest.replaceAll(word, '\u0001');
  rest = withoutRuns(rest);
  // `abcabc`, `aaaa`: what is repeated counts once.
  rest = rest.replace(/(.{1,4}?)\1+/gu, '$1');
  return [...rest].length;
}

const BOTH_WAYS = RUNS.flatMap((run) => [run, [...run].reverse().join('')]);

function withoutRuns(text: string): string {
  let rest = '';
  for (let at = 0; at < text.length; ) {
    const length = Math.max(...BOTH_WAYS.map((run) => runLength(text, at, run)));
    if (length >= RUN_LENGTH_MIN) {
      rest += '\u0001';
      at += length;
    } else {
      rest += text[at]!;
      at += 1;
    }
  }
  return rest;
}

function runLength(text: string, at: number, run: string): number {
  const start = run.indexOf(text.slice(at, at + RUN_LENGTH_MIN));
  if (start < 0 || at + RUN_LENGTH_MIN > text.length) return 0;
  let length = RUN_LENGTH_MIN;
  while (at + length < text.length && run[start + length] !== undefined && run[start + length] === text[at + length]) length += 1;
  return length;
}
