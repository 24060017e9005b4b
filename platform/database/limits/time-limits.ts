/** What a statement is run for. Work for which nobody waits (reactions, jobs, imports, commands on the machine) is background. */
export type WorkKind = 'read' | 'list' | 'export' | 'change' | 'background';

/** Seconds; 0 is no limit. Of a read, a list and an export each statement may take so long, of a change its whole transaction. */
export type TimeLimits = Readonly<Record<WorkKind, number>>;

/**
 * The one table of how long work may keep the database busy (docs/decisions/0123-statements-end-with-their-caller.md); `YIGONG_TIME_LIMITS` changes single
 * lines. A change is cut off only where it would hold its locks for minutes, and is undone whole then. Background has none: an import of a county is one COPY.
 */
export const TIME_LIMITS: TimeLimits = { read: 15, list: 30, export: 600, change: 300, background: 0 };

const SECONDS_MAX = 86_400;
const PART = /^([a-z]+)=(\d{1,5})$/;

const isKind = (name: string): name is WorkKind => Object.hasOwn(TIME_LIMITS, name);

/** `read=5,list=20`; what is not named stays as it is. Throws a plain Error that names the part which is wrong. */
export function parseTimeLimits(text: string): TimeLimits {
  const given = text.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part): [WorkKind, number] => {
    const [, kind = '', seconds] = PART.exec(part) ?? [];
    if (!isKind(kind) || Number(seconds) > SECONDS_MAX) throw new Error(`${part}: ${Object.keys(TIME_LIMITS).join(', ')} with seconds, such as list=20`);
    return [kind, Number(seconds)];
  });
  return { ...TIME_LIMITS, ...Object.fromEntries(given) };
}
