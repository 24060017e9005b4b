const numbered = (letter: string, last: number, except: Readonly<Record<number, readonly string[]>> = {}): string[] =>
  Array.from({ length: last }, (_, index) => index + 1).flatMap((number) => {
    const id = `${letter}${String(number).padStart(2, '0')}`;
    return except[number]?.map((part) => `${id}${part}`) ?? [id];
  });

/** Ids of the indicators that the platform ships: Y the annex of Yiyang, T targets of the policies, C the national 14, A alliances. */
export const SHIPPED_INDICATORS: readonly string[] = [
  ...numbered('Y', 25, { 16: ['a', 'b'] }),
  ...numbered('T', 20),
  ...numbered('C', 14, { 5: ['a', 'b'] }),
  ...numbered('A', 10),
];
