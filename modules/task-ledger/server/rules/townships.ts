import type { Organization } from '#fhir/types/resources.gen.ts';
import type { LedgerSummary, Light, TaskCard } from '../../contract/tasks.ts';

/** A task and one organisation that leads or joins it. */
export interface Participation {
  readonly taskId: string;
  readonly organisationId: string;
  readonly leads: boolean;
  readonly state: TaskCard['state'];
  readonly light: Light;
}

/** Kinds of the directory that stand for their township or sub-district. */
const TOWNSHIP_KINDS = ['township-hospital', 'community-centre'];
/** A site of a village stands two levels below its county at most; more is a circle. */
const LEVELS_MAX = 6;

const kindsOf = ({ type = [] }: Organization): string[] => type.flatMap(({ coding = [], text }) => [...coding.flatMap(({ code }) => code ?? []), ...(text === undefined ? [] : [text])]);
export const parentOf = ({ partOf }: Organization): string | undefined => partOf?.reference?.replace(/^Organization\//, '');

/** The township in whose territory an organisation stands: itself, or the nearest above it; the county's own have none. */
export function townshipOf(organisationId: string, directory: ReadonlyMap<string, Organization>): Organization | undefined {
  let at = directory.get(organisationId);
  for (let level = 0; at !== undefined && level < LEVELS_MAX; level += 1) {
    if (kindsOf(at).some((kind) => TOWNSHIP_KINDS.includes(kind))) return at;
    const parent = parentOf(at);
    at = parent === undefined ? undefined : directory.get(parent);
  }
  return undefined;
}

type Row = NonNullable<LedgerSummary['byTownship']>[number];

/** Counts of each township over its tasks, the best share of finished ones first. */
export function countByTownship(participations: readonly Participation[], directory: ReadonlyMap<string, Organization>): Row[] {
  const townships = new Map<string, { name: string; tasks: Map<string, Participation> }>();
  for (const each of participations) {
    const township = townshipOf(each.organisationId, directory);
    if (township?.id === undefined) continue;
    const entry = townships.get(township.id) ?? { name: township.name ?? township.id, tasks: new Map<string, Participation>() };
    const known = entry.tasks.get(each.taskId);
    entry.tasks.set(each.taskId, { ...each, leads: each.leads || known?.leads === true });
    townships.set(township.id, entry);
  }
  const rows = [...townships].map(([organisationId, { name, tasks }]): Row => {
    const own = [...tasks.values()];
    const lit = (light: Light): number => own.filter((task) => task.light === light).length;
    return {
      organisationId, name, total: own.length, leading: own.filter(({ leads }) => leads).length, done: own.filter(({ state }) => state === 'done' || state === 'verified').length,
      green: lit('green'), amber: lit('amber'), red: lit('red'), grey: lit('grey'),
    };
  });
  return rows.sort((a, b) => b.done / b.total - a.done / a.total || a.red - b.red || b.total - a.total || (a.organisationId < b.organisationId ? -1 : 1));
}
