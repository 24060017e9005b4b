/** What a person recognises a browser by; version numbers tell nobody anything. */
export interface Device {
  readonly browser: string;
  readonly system: string;
}

const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, '微信 WeChat'], [/DingTalk/, '钉钉 DingTalk'], [/EdgA?\//, 'Edge'], [/QQBrowser/, 'QQ'], [/360SE|QIHU/, '360'], [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'], [/HeadlessChrome|Chrome\//, 'Chrome'], [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
];

const firstOf = (table: readonly [RegExp, string][], text: string): string => table.find(([pattern]) => pattern.test(text))?.[1] ?? '?';

export const deviceOf = (userAgent: string): Device => ({ browser: firstOf(BROWSERS, userAgent), system: firstOf(SYSTEMS, userAgent) });
