/** A county that does not exist: `facts.test.ts` checks the names against the list of real divisions. */
export const COUNTY = { name: '望川县', city: '临澜市', divisionCode: '990421' } as const;
export const NEIGHBOUR = { name: '沐云县', divisionCode: '990422' } as const;
export const CITY_DIVISION = '990400';

export interface PlaceName {
  readonly name: string;
  readonly pinyin: string;
}

const parse = (list: string): PlaceName[] =>
  list.split(' ').map((entry) => {
    const [name = '', pinyin = ''] = entry.split(':');
    return { name, pinyin };
  });

export const TOWNSHIPS = parse(
  '青山镇:qingshan 柳河镇:liuhe 石桥镇:shiqiao 云岭乡:yunling 白杨镇:baiyang 双泉镇:shuangquan 南塘镇:nantang 竹溪乡:zhuxi 红枫镇:hongfeng 高坪乡:gaoping 东湾镇:dongwan',
);

export const SEAT_COMMUNITIES = parse(
  '东门社区:dongmen 西门社区:ximen 文庙社区:wenmiao 北关社区:beiguan 河滨社区:hebin 新区社区:xinqu 南苑社区:nanyuan 学府社区:xuefu 城关社区:chengguan 朝阳社区:chaoyang ' +
    '桃园社区:taoyuan 滨湖社区:binhu 锦绣社区:jinxiu 和平社区:heping',
);

const FIRST = parse('杨:yang 柳:liu 松:song 梅:mei 竹:zhu 石:shi 龙:long 金:jin 上:shang 下:xia 前:qian 后:hou 大:da 小:xiao 新:xin 古:gu');
const SECOND = parse('树村:shu 湾村:wan 坪村:ping 沟村:gou 桥村:qiao 塘村:tang 岭村:ling 井村:jing 坡村:po 店村:dian 河村:he 峪村:yu 洼村:wa');

/** 16 × 13 = 208 different village names: 16 and 13 have no common factor, so stepping through both lists repeats only after 208. */
export function villageName(index: number): PlaceName {
  const first = FIRST[(index * 5) % FIRST.length]!;
  const second = SECOND[(index * 5) % SECOND.length]!;
  return { name: first.name + second.name, pinyin: first.pinyin + second.pinyin };
}
