import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { systemClock, type Clock } from '#platform/kernel/clock.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { DEFAULT_SEED, worldPlan } from '#tests/world/world.ts';
import { loadWorld, type WorldProgress } from './load-world.ts';
import { MODULES } from './modules.ts';
import { roleTitle } from './roles.ts';
import type { DemoSignIn } from './world/staff-accounts.ts';

export interface DemoRequest {
  readonly database: Database;
  readonly dataFolder: string;
  readonly say: (line: string) => void;
  readonly clock?: Clock;
}

/** What the world was begun with: a start that goes on after a kill must go on with the same one, also on another day. */
const WORLD_FILE = 'demo-world.json';
const SIGN_IN_FILE = 'demo-sign-ins.txt';
const begunSchema = z.object({ size: z.enum(['demo', 'county']), seed: z.number().int(), referenceDate: z.string(), begunAt: z.string() });
type Begun = z.infer<typeof begunSchema>;

/** Loads the demonstration consortium into a database without accounts, or goes on with it; returns the lines that tell how to sign in. */
export async function prepareDemo({ database, dataFolder, say, clock = systemClock }: DemoRequest): Promise<string[]> {
  const begun = begin(dataFolder, clock);
  const signIns = await loadWorld({
    database,
    plan: worldPlan(begun),
    clock,
    modules: MODULES,
    imagingFolder: join(dataFolder, 'imaging'),
    begunAt: new Date(begun.begunAt),
    onStopped: ({ key, error }) => say(`演示转诊未完成 · a referral of the demonstration stopped: ${key} (${describeSafely(error)})`),
    onProgress: progressLine(say),
    keepSignIns: (list) => writePrivately(dataFolder, SIGN_IN_FILE, `${linesOf(list).join('\n')}\n`),
  });
  return [
    '演示账号（随机密码，只显示这一次）· demonstration accounts (random passwords, shown this once)',
    ...linesOf(signIns),
    `  也保存在 · also kept in ${join(dataFolder, SIGN_IN_FILE)}`,
  ];
}

function begin(dataFolder: string, clock: Clock): Begun {
  const kept = readBegun(join(dataFolder, WORLD_FILE));
  if (kept !== undefined) return kept;
  const begun: Begun = { size: 'demo', seed: DEFAULT_SEED, referenceDate: chinaDate(clock.now()), begunAt: clock.now().toISOString() };
  writePrivately(dataFolder, WORLD_FILE, `${JSON.stringify(begun)}\n`);
  return begun;
}

function readBegun(file: string): Begun | undefined {
  try {
    return begunSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function writePrivately(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  // Removed first, because `mode` counts only for a file that is made.
  rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, name), text, { mode: 0o600 });
}

const linesOf = (signIns: readonly DemoSignIn[]): string[] =>
  signIns.map(({ login, password, name, roles, organisationName }) => `  ${login.padEnd(28)} ${password.padEnd(28)} ${name}，${organisationName}，${roles.map((role) => roleTitle(role).zh).join('、')}`);

const BAR_WIDTH = 30;
/** A county takes the better part of an hour: there each hundredth is worth a line. */
const stepPercent = (householdsTotal: number): number => (householdsTotal > 10_000 ? 1 : 10);

/** A bar now and then: a line each, because the output may be a file or a service log. */
function progressLine(say: (line: string) => void): (progress: WorldProgress) => void {
  let next = 0;
  return ({ householdsDone, householdsTotal }) => {
    const percent = Math.floor((100 * householdsDone) / householdsTotal);
    if (percent < next) return;
    const step = stepPercent(householdsTotal);
    next = percent - (percent % step) + step;
    const full = Math.round((percent / 100) * BAR_WIDTH);
    say(`载入演示数据 · loading the demonstration [${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}] ${percent}%`);
  };
}
