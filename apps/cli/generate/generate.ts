import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { startProgress } from '#platform/cli/progress.ts';
import { chinaDate, isCalendarDate } from '#platform/kernel/period.ts';
import { loadWorld } from '#apps/server/load-world.ts';
import { directoryWrites } from '#tests/world/clinical/directory.ts';
import type { WorldPlan, WorldSize } from '#tests/world/plan/types.ts';
import { DEFAULT_SEED, residentBatches, worldPlan } from '#tests/world/world.ts';
import { withDatabase } from '../admin/direct-database.ts';

const STATE_FILE = 'generate-state.json';
const MANIFEST_FILE = 'manifest.json';

export const commands: CommandGroup = {
  name: 'generate',
  summary: '生成合成的医共体数据 · make a synthetic consortium',
  register: (command, act) => {
    command
      .option('--size <size>', 'demo（约 3,000 居民 · residents）| county（约 474,000）', 'demo')
      .option('--seed <number>', '种子，相同则数据相同 · the same seed gives the same data', String(DEFAULT_SEED))
      .option('--date <date>', '基准日（默认今天）· reference day, YYYY-MM-DD')
      .option('--out <folder>', '写为 NDJSON，每类型一个文件；中断后可续 · write NDJSON, a file per type; goes on after an interruption')
      .option('--load', '直接装入空数据库（服务未运行时）· load into an empty database')
      .action(act(generate));
  },
};

interface Options {
  readonly size: string;
  readonly seed: string;
  readonly date?: string;
  readonly out?: string;
  readonly load?: boolean;
}

async function generate(cli: Cli, options: Options): Promise<void> {
  const plan = planOf(options);
  if (options.load) return load(cli, plan);
  if (options.out === undefined) {
    throw new CliFailure('usage', { zh: '请给出 --out <目录> 或 --load。', en: 'Give --out <folder> or --load.' });
  }
  await write(cli, plan, options.out);
}

function planOf({ size, seed, date }: Options): WorldPlan {
  const number = Number(seed);
  const day = date ?? chinaDate(new Date());
  if ((size !== 'demo' && size !== 'county') || !Number.isSafeInteger(number) || !isCalendarDate(day)) {
    throw new CliFailure('usage', { zh: '--size 为 demo 或 county，--seed 为整数，--date 为 YYYY-MM-DD。', en: '--size is demo or county, --seed a whole number, --date YYYY-MM-DD.' });
  }
  return worldPlan({ size: size as WorldSize, seed: number, referenceDate: day });
}

async function load(cli: Cli, plan: WorldPlan): Promise<void> {
  const progress = startProgress({ total: plan.householdCount, silent: cli.output.json, title: '装入 · load' });
  const signIns = await withDatabase(cli, async (database) => {
    const rows = await database.query<{ filled: boolean }>('select exists (select 1 from identity.account) as filled');
    if (rows[0]?.filled) {
      throw new CliFailure('refused', { zh: '数据库中已有账号，只能装入空数据库；请用 YIGONG_DATA_DIR 指定新的数据目录。', en: 'The database has accounts already; choose an empty data folder with YIGONG_DATA_DIR.' });
    }
    return loadWorld({ database, plan, onProgress: ({ householdsDone }) => progress.update(householdsDone, `${householdsDone} / ${plan.householdCount}`) });
  });
  progress.end();
  cli.output.table(signIns.map(({ login, password, name, roles }) => ({ login, password, name, roles: roles.join(' ') })), {
    login: '登录名 · login', password: '密码 · password', name: '姓名 · name', roles: '角色 · roles',
  });
}

/** What has been written for good: files are cut back to these sizes before going on, so a killed run leaves no half line. */
interface State {
  readonly key: string;
  readonly nextHousehold: number;
  readonly bytes: Record<string, number>;
  readonly counts: Record<string, number>;
}

async function write(cli: Cli, plan: WorldPlan, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const key = `${plan.size} ${plan.seed} ${plan.referenceDate}`;
  const files = new TypeFiles(folder, readState(folder, key));
  const progress = startProgress({ total: plan.householdCount, silent: cli.output.json, title: '生成 · generate' });
  if (files.nextHousehold === 0) files.append(directoryWrites(plan).map(({ resource }) => resource));
  for await (const { patients, records, nextHousehold } of residentBatches(plan, { fromHousehold: files.nextHousehold })) {
    files.append([...patients, ...records].map(({ resource }) => resource));
    files.keep(key, nextHousehold);
    progress.update(nextHousehold, `${nextHousehold} / ${plan.householdCount}`);
  }
  progress.end();
  const counts = files.close();
  writeFileSync(join(folder, MANIFEST_FILE), `${JSON.stringify({ size: plan.size, seed: plan.seed, referenceDate: plan.referenceDate, counts }, null, 2)}\n`);
  cli.output.table(Object.entries(counts).map(([type, count]) => ({ type, count })), { type: '类型 · type', count: '数量 · count' });
}

/** One NDJSON file per resource type, appended in batches. */
class TypeFiles {
  nextHousehold: number;
  private readonly folder: string;
  private readonly bytes: Record<string, number>;
  private readonly counts: Record<string, number>;
  private readonly handles = new Map<string, number>();

  constructor(folder: string, state: State) {
    this.folder = folder;
    this.nextHousehold = state.nextHousehold;
    this.bytes = { ...state.bytes };
    this.counts = { ...state.counts };
  }

  append(resources: readonly { resourceType: string }[]): void {
    const texts = new Map<string, string[]>();
    for (const resource of resources) {
      const lines = texts.get(resource.resourceType) ?? [];
      lines.push(`${JSON.stringify(resource)}\n`);
      texts.set(resource.resourceType, lines);
    }
    for (const [type, lines] of texts) {
      const data = Buffer.from(lines.join(''));
      writeSync(this.handleOf(type), data);
      this.bytes[type] = (this.bytes[type] ?? 0) + data.length;
      this.counts[type] = (this.counts[type] ?? 0) + lines.length;
    }
  }

  keep(key: string, nextHousehold: number): void {
    this.nextHousehold = nextHousehold;
    const state: State = { key, nextHousehold, bytes: this.bytes, counts: this.counts };
    writeFileSync(join(this.folder, `${STATE_FILE}.part`), JSON.stringify(state));
    renameSync(join(this.folder, `${STATE_FILE}.part`), join(this.folder, STATE_FILE));
  }

  close(): Record<string, number> {
    for (const handle of this.handles.values()) {
      fsyncSync(handle);
      closeSync(handle);
    }
    return Object.fromEntries(Object.entries(this.counts).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private handleOf(type: string): number {
    const open = this.handles.get(type);
    if (open !== undefined) return open;
    const path = join(this.folder, `${type}.ndjson`);
    const handle = openSync(path, 'a');
    truncateSync(path, this.bytes[type] ?? 0);
    this.handles.set(type, handle);
    return handle;
  }
}

function readState(folder: string, key: string): State {
  try {
    const state = JSON.parse(readFileSync(join(folder, STATE_FILE), 'utf8')) as State;
    if (state.key === key) return state;
  } catch {
    // Nothing was begun here.
  }
  return { key, nextHousehold: 0, bytes: {}, counts: {} };
}
