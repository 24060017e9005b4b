interface PackParts {
  readonly scheme?: object;
  readonly files?: Readonly<Record<string, string>>;
}

const list = (title: string, rows: readonly (readonly string[])[]): string => `${title}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

/** An invented scheme with what other cities have: ambiguous groups, age and discharge-way splits, three and four levels, another order of MDCs. */
export const smallScheme = {
  scheme: 'invented', mdc_order: ['MDCA', 'MDCC', 'MDCB'],
  mdcs: [
    { code: 'MDCA', entry: [{ type: 'main_procedure_valid' }], dx: [], adrgs: [{ code: 'AA1', when: [{ type: 'main_procedure_in', list: 'proc' }], drgs: [{ code: 'AA19', when: {} }], proc: ['01.0001'] }] },
    {
      code: 'MDCB', entry: [{ type: 'principal_dx_in', list: 'mdc_dx' }], dx: ['B01.001', 'B02.001', 'B03.001'],
      adrgs: [
        { code: 'BB1', when: [{ type: 'main_procedure_in', list: 'proc' }], proc: ['02.0001'], drgs: [{ code: 'BB11', when: { severity: 'mcc', age_years_max: 14 } }, { code: 'BB12', when: { severity: 'mcc' } }, { code: 'BB13', when: { severity: 'cc' } }, { code: 'BB15', when: {} }] },
        { code: 'QY', when: [{ type: 'any_procedure_valid' }], drgs: [{ code: 'BQY', when: {} }] },
        { code: 'BR1', when: [{ type: 'principal_dx_in', list: 'dx' }], dx: ['B01.001', 'B02.001'], drgs: [{ code: 'BR17', when: { discharge_way_in: ['5', '2'] } }, { code: 'BR14', when: { age_years_gt: 60, los_days_lt: 10 } }, { code: 'BR13', when: { severity: 'mcc_or_cc' } }, { code: 'BR15', when: {} }] },
      ],
    },
    { code: 'MDCC', entry: [{ type: 'principal_dx_in', list: 'mdc_dx' }, { type: 'sex', value: 2 }], dx: ['B03.001', 'C01.001'], adrgs: [{ code: 'CZ1', when: [{ type: 'no_valid_procedure' }], drgs: [{ code: 'CZ19', when: {} }] }] },
  ],
};

/** The files of a pack; parts given stand in the place of the invented ones. */
export function packFiles({ scheme = smallScheme, files = {} }: PackParts = {}): Map<string, string> {
  return new Map(Object.entries({
    'scheme.json': JSON.stringify(scheme),
    'cc.csv': list('icd10,exclusion_table', [['D01.001', '1'], ['D02.001', '2']]),
    'mcc.csv': list('icd10,exclusion_table', [['E01.001', '1'], ['E02.001', '3']]),
    'exclusion_by_principal.csv': list('principal_icd10,exclusion_table', [['B01.001', '1'], ['B02.001', '2'], ['B02.001', '3']]),
    'valid_procedures.csv': list('icd9cm3,name', [['01.0001', 'one'], ['02.0001', 'two'], ['03.0001', 'three']]),
    'drg_names.csv': list('drg,name', ['AA19', 'BB11', 'BB12', 'BB13', 'BB15', 'BR13', 'BR14', 'BR15', 'BR17', 'CZ19', 'BQY'].map((code) => [code, `name of ${code}`])),
    ...files,
  }));
}
