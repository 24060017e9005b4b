import type { Random, Weighted } from './random.ts';

/** Own lists: common surnames with rough national weight, and given-name characters by sex and generation. No list of real persons was used. */
const SURNAMES =
  '王:wang:71 李:li:72 张:zhang:67 刘:liu:53 陈:chen:45 杨:yang:31 赵:zhao:21 黄:huang:22 周:zhou:20 吴:wu:19 徐:xu:14 孙:sun:15 胡:hu:12 朱:zhu:12 高:gao:11 ' +
  '林:lin:11 何:he:11 郭:guo:11 罗:luo:8 梁:liang:8 宋:song:8 郑:zheng:8 谢:xie:7 韩:han:7 唐:tang:7 冯:feng:6 于:yu:6 董:dong:6 萧:xiao:5 程:cheng:5 ' +
  '曹:cao:5 袁:yuan:5 邱:qiu:4 许:xu:5 傅:fu:4 沈:shen:4 曾:zeng:5 彭:peng:5 吕:lv:4 苏:su:4 卢:lu:4 蒋:jiang:4 蔡:cai:4 贾:jia:3 丁:ding:4 魏:wei:4 薛:xue:3 ' +
  '叶:ye:4 阎:yan:3 余:yu:4 潘:pan:4 杜:du:4 戴:dai:3 夏:xia:3 钟:zhong:3 汪:wang:3 田:tian:3 任:ren:4 姜:jiang:4 范:fan:3 方:fang:3 石:shi:3 姚:yao:3 谭:tan:3 ' +
  '廖:liao:3 邹:zou:3 熊:xiong:2 金:jin:3 陆:lu:3 郝:hao:2 孔:kong:2 白:bai:3 崔:cui:3 康:kang:2 欧阳:ouyang:1 上官:shangguan:0.2 诸葛:zhuge:0.2';

const MALE_OLD = '福:fu 根:gen 贵:gui 有:you 长:chang 庆:qing 全:quan 富:fu 兴:xing 财:cai 金:jin 水:shui 山:shan 树:shu 生:sheng 顺:shun 宝:bao 田:tian 忠:zhong 义:yi 昌:chang 清:qing';
const MALE_MIDDLE = '建:jian 国:guo 志:zhi 军:jun 文:wen 刚:gang 海:hai 永:yong 新:xin 红:hong 卫:wei 民:min 光:guang 武:wu 波:bo 涛:tao 斌:bin 勇:yong 辉:hui 峰:feng 林:lin 利:li 良:liang 鹏:peng';
const MALE_YOUNG = '子:zi 浩:hao 宇:yu 轩:xuan 俊:jun 博:bo 睿:rui 一:yi 晨:chen 辰:chen 铭:ming 皓:hao 嘉:jia 昊:hao 奕:yi 煜:yu 霖:lin 航:hang 泓:hong 恒:heng 楷:kai 熙:xi 诚:cheng 然:ran';
const FEMALE_OLD = '秀:xiu 英:ying 桂:gui 兰:lan 玉:yu 珍:zhen 凤:feng 芝:zhi 莲:lian 翠:cui 花:hua 香:xiang 素:su 云:yun 荣:rong 淑:shu 贞:zhen 梅:mei 月:yue 菊:ju 爱:ai 银:yin';
const FEMALE_MIDDLE = '丽:li 芳:fang 敏:min 静:jing 艳:yan 霞:xia 燕:yan 红:hong 玲:ling 萍:ping 琴:qin 娟:juan 琳:lin 慧:hui 春:chun 雪:xue 晓:xiao 海:hai 春:chun 小:xiao 彩:cai 丹:dan 莉:li 蓉:rong';
const FEMALE_YOUNG = '梓:zi 涵:han 雨:yu 欣:xin 诗:shi 妍:yan 可:ke 若:ruo 语:yu 桐:tong 佳:jia 怡:yi 思:si 琪:qi 梦:meng 瑶:yao 依:yi 宁:ning 安:an 沐:mu 晴:qing 悦:yue 彤:tong 萱:xuan';

interface Character {
  readonly text: string;
  readonly pinyin: string;
}

const characters = (list: string): Character[] =>
  list.split(' ').map((entry) => {
    const [text = '', pinyin = ''] = entry.split(':');
    return { text, pinyin };
  });

const surnames: Weighted<Character>[] = SURNAMES.split(' ').map((entry) => {
  const [text = '', pinyin = '', weight = '1'] = entry.split(':');
  return { value: { text, pinyin }, weight: Number(weight) };
});

const given = {
  male: [characters(MALE_OLD), characters(MALE_MIDDLE), characters(MALE_YOUNG)],
  female: [characters(FEMALE_OLD), characters(FEMALE_MIDDLE), characters(FEMALE_YOUNG)],
} as const;

export type Sex = 'male' | 'female';

export interface WorldName {
  readonly family: Character;
  readonly given: string;
  /** Family and given name together, without a space. */
  readonly text: string;
  /** Lower-case letters without tones, for sign-in names. */
  readonly pinyin: string;
}

export const surnameOf = (random: Random): Character => random.weighted(surnames);

const generationOf = (birthYear: number): 0 | 1 | 2 => (birthYear < 1960 ? 0 : birthYear < 1995 ? 1 : 2);

/** A name in the fashion of the birth year. One in eight has a single given character; the young hardly ever repeat it. */
export function nameOf(random: Random, person: { sex: Sex; birthYear: number; family?: Character }): WorldName {
  const family = person.family ?? surnameOf(random);
  const pool = given[person.sex][generationOf(person.birthYear)];
  const first = random.pick(pool);
  const drawn = random.chance(0.12) ? undefined : random.pick(pool);
  // Only the young are called 涵涵.
  const second = drawn === first && person.birthYear < 1995 ? pool[(pool.indexOf(first) + 1) % pool.length] : drawn;
  const parts = second === undefined ? [first] : [first, second];
  const givenText = parts.map((part) => part.text).join('');
  return {
    family,
    given: givenText,
    text: family.text + givenText,
    pinyin: family.pinyin + parts.map((part) => part.pinyin).join(''),
  };
}
