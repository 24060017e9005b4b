import type { CommandGroup } from '#platform/cli/command.ts';
import { getBedBoard } from '../contract/beds.ts';
import { listSlots } from '../contract/clinics.ts';
import { bookSlot, cancelBooking } from '../contract/reservations.ts';
import { poolSchema } from '../contract/words.ts';

const SLOT_COLUMNS = { id: '编号 id', startsAt: '时间', clinicName: '门诊', practitionerName: '医生', organisationName: '机构', free: '余号' };
const WARD_COLUMNS = { ward: '病区', site: '机构', free: '空床', reserved: '预留', occupied: '占用', blocked: '停用' };

interface SlotOptions {
  readonly speciality?: string;
  readonly pool?: string;
  readonly from?: string;
  readonly limit: string;
}

/** `yigong scheduling …` */
export const commands: CommandGroup = {
  name: 'scheduling',
  summary: '号源与床位 · slots and beds',
  register: (group, act) => {
    group
      .command('slots')
      .description('查找有号的时段 · times with a free seat')
      .option('--speciality <code>', '诊疗科目代码 · department code, such as 03.04')
      .option('--pool <pool>', 'open | referral | contract')
      .option('--from <day>', 'YYYY-MM-DD')
      .option('--limit <n>', '最多行数 · rows at most', '50')
      .action(act(async (cli, options: SlotOptions) => {
        const page = await cli.server.call(listSlots, {
          freeOnly: true, from: options.from, limit: Number(options.limit),
          speciality: options.speciality === undefined ? undefined : [options.speciality],
          pool: options.pool === undefined ? undefined : poolSchema.parse(options.pool),
        });
        cli.output.table(page.rows, SLOT_COLUMNS);
        cli.output.say(`${page.rows.length} / ${page.total}`);
      }));
    group
      .command('book <slotId>')
      .description('预约 · book a slot for a person (give --organisation)')
      .requiredOption('--person <id>', '居民 · person')
      .option('--pool <pool>', 'open | referral | contract', 'open')
      .action(act(async (cli, slotId: string, options: { person: string; pool: string }) =>
        cli.output.print(await cli.server.call(bookSlot, { slotId, personId: options.person, pool: poolSchema.parse(options.pool) }))));
    group
      .command('cancel <reservationId>')
      .description('取消预约 · cancel a booking of the desk')
      .requiredOption('--reason <text>', '原因 · reason')
      .action(act(async (cli, id: string, options: { reason: string }) => cli.output.print(await cli.server.call(cancelBooking, { id, reason: options.reason }))));
    group
      .command('beds')
      .description('各病区床位 · beds by ward')
      .option('--site <organisationId>', '机构 · one site')
      .action(act(async (cli, options: { site?: string }) => {
        const board = await cli.server.call(getBedBoard, { organisationId: options.site === undefined ? undefined : [options.site] });
        cli.output.table(board.wards.map((ward) => ({ ward: ward.name, site: ward.organisationName, ...ward.counts })), WARD_COLUMNS);
        cli.output.say(`${board.wards.length} / ${board.total}`);
      }));
  },
};
