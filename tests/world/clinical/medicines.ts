import type { Code } from './codes.ts';
import type { ChronicKey } from './chronic-list.ts';

/** ATC code, generic name and the usual line of a prescription. */
export interface Medicine extends Code {
  readonly dose: number;
  readonly unit: string;
  readonly timesPerDay: number;
  readonly route: '口服' | '皮下注射' | '静脉滴注' | '吸入';
}

const oral = (code: string, name: string, dose: number, timesPerDay: number, unit = 'mg'): Medicine => ({ code, name, dose, unit, timesPerDay, route: '口服' });

export const CHRONIC_MEDICINES: Readonly<Record<ChronicKey, readonly Medicine[]>> = {
  hypertension: [
    oral('C08CA01', '氨氯地平片', 5, 1), oral('C09CA03', '缬沙坦胶囊', 80, 1), oral('C08CA05', '硝苯地平缓释片', 20, 2), oral('C09AA02', '依那普利片', 10, 1),
    oral('C03AA03', '氢氯噻嗪片', 12.5, 1),
  ],
  diabetes: [
    oral('A10BA02', '二甲双胍片', 500, 2), oral('A10BB12', '格列美脲片', 2, 1), oral('A10BF01', '阿卡波糖片', 50, 3),
    { code: 'A10AE04', name: '甘精胰岛素注射液', dose: 14, unit: 'U', timesPerDay: 1, route: '皮下注射' },
  ],
  lipids: [oral('C10AA05', '阿托伐他汀钙片', 20, 1)],
  coronary: [oral('B01AC06', '阿司匹林肠溶片', 100, 1), oral('C07AB02', '美托洛尔缓释片', 47.5, 1)],
  stroke: [oral('B01AC04', '氯吡格雷片', 75, 1)],
  copd: [{ code: 'R03BB04', name: '噻托溴铵粉吸入剂', dose: 18, unit: 'ug', timesPerDay: 1, route: '吸入' }],
  kidney: [oral('A07BA01', '药用炭片', 900, 3)],
  asthma: [{ code: 'R03AK07', name: '布地奈德福莫特罗粉吸入剂', dose: 160, unit: 'ug', timesPerDay: 2, route: '吸入' }],
  epilepsy: [oral('N03AG01', '丙戊酸钠片', 500, 2)],
  psychosis: [oral('N05AX08', '利培酮片', 2, 2)],
  cancer: [oral('N02AA01', '硫酸吗啡缓释片', 10, 2)],
};

/** For short courses, by the first letter of the diagnosis. */
export const ACUTE_MEDICINES: Readonly<Record<string, readonly Medicine[]>> = {
  J: [oral('J01CA04', '阿莫西林胶囊', 500, 3), oral('R05CB06', '氨溴索片', 30, 3), oral('N02BE01', '对乙酰氨基酚片', 500, 3), oral('R06AX13', '氯雷他定片', 10, 1)],
  K: [oral('A02BC01', '奥美拉唑肠溶胶囊', 20, 1), oral('A03FA03', '多潘立酮片', 10, 3), oral('A02BX02', '硫糖铝片', 1000, 3)],
  A: [oral('A07BC05', '蒙脱石散', 3000, 3), oral('A07CA', '口服补液盐', 5, 3, 'g')],
  M: [oral('M01AE01', '布洛芬缓释胶囊', 300, 2), oral('M01AH01', '塞来昔布胶囊', 200, 1)],
  L: [oral('R06AE07', '西替利嗪片', 10, 1)],
  N: [oral('J01MA12', '左氧氟沙星片', 500, 1)],
  G: [oral('N05CD04', '艾司唑仑片', 1, 1)],
  I: [oral('B01AC06', '阿司匹林肠溶片', 100, 1), oral('C10AA05', '阿托伐他汀钙片', 20, 1), oral('B01AC04', '氯吡格雷片', 75, 1)],
  E: [oral('A10BA02', '二甲双胍片', 500, 2)],
};

export const ALLERGENS: readonly Code[] = [
  { code: 'J01CE01', name: '青霉素' },
  { code: 'J01EE01', name: '磺胺类' },
  { code: 'J01DB04', name: '头孢唑林' },
  { code: 'M01AE01', name: '布洛芬' },
  { code: 'V08AB02', name: '碘对比剂' },
];
