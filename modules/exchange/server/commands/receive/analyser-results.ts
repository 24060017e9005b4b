import { takeAnalyserResults, type AnalyserGroup } from '#modules/laboratory/server/api.ts';
import type { Message, Segment } from '../../rules/v2/message.ts';
import { fieldOf, findSegment, leafOf, type MessageHead } from '../../rules/v2/read.ts';
import type { SiteRow } from '../../store/sites.ts';
import type { ExchangeContext } from './exchange-context.ts';

/** Results (ORU^R01, OUL^R21 to R24). */
const RESULTS = new Set(['ORU', 'OUL']);

/** Results for a tube of the sender's own laboratory wait there for a person; undefined where no tube is known, and the message is mapped like any other. */
export async function takeResultsOfTubes(context: ExchangeContext, { message, head, site }: { message: Message; head: MessageHead; site: SiteRow }): Promise<{ personId: string; resources: number; warnings: number } | undefined> {
  if (!RESULTS.has(head.type)) return undefined;
  const taken = await takeAnalyserResults(context, { organisationId: site.organisationId, groups: groupsOf(message) });
  return taken === undefined ? undefined : { personId: taken.personId, resources: taken.taken, warnings: taken.unknown };
}

interface Group {
  readonly tubeCodes: string[];
  readonly values: AnalyserGroup['values'][number][];
}

/** One group an order (ORU) or a specimen (OUL), with the codes of its tube: OBR-2, OBR-3, SPM-2, SAC-3. */
function groupsOf(message: Message): AnalyserGroup[] {
  const groups: Group[] = [];
  const name = nameOf(message, findSegment(message, 'PID'));
  let ofSpecimen: string[] = [];
  for (const segment of message.segments) {
    const leaf = (field: number, at: number | readonly [number, number] = 1): string => leafOf(message, fieldOf(segment, field)[0], at);
    // OUL names the specimen before its orders, ORU after them.
    if (segment.name === 'SPM') {
      const codes = [leaf(2, [1, 1]), leaf(2, [2, 1])];
      ofSpecimen = codes;
      if (groups.length > 0) groups.at(-1)!.tubeCodes.push(...codes);
    }
    if (segment.name === 'SAC') ofSpecimen.push(leaf(3), leaf(4));
    if (segment.name === 'OBR') groups.push({ tubeCodes: [...ofSpecimen, leaf(2), leaf(3)], values: [] });
    if (segment.name === 'OBX' && !/^[DX]$/.test(leaf(11))) groups.at(-1)?.values.push({ names: [leaf(3), leaf(3, 4), leaf(3, 2), leaf(3, 5)], text: leaf(5), unit: unitOf(leaf(6), leaf(6, 2)) });
  }
  return groups.filter(({ values }) => values.length > 0).map((group) => ({ ...group, ...(name === '' ? {} : { personName: name }) }));
}

/** `10^9/L` written without an escape falls apart into two components. */
const unitOf = (first: string, second: string): string => (/^[x×*]?\s*10$/i.test(first) && second !== '' ? `${first}^${second}` : first);

/** Family name and given name of PID-5, the first spelling. */
const nameOf = (message: Message, person: Segment | undefined): string => {
  const [spelling] = fieldOf(person, 5);
  return `${leafOf(message, spelling, 1)}${leafOf(message, spelling, 2)}`;
};
