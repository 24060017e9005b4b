import { commands as assessment } from '#modules/assessment/cli/commands.ts';
import { commands as casemix } from '#modules/casemix/cli/commands.ts';
import { commands as consortium } from '#modules/consortium/cli/commands.ts';
import { commands as imaging } from '#modules/imaging/cli/commands.ts';
import { commands as payment } from '#modules/payment/cli/commands.ts';
import { commands as ecg } from '#modules/ecg/cli/commands.ts';
import { commands as exchange } from '#modules/exchange/cli/commands.ts';
import { commands as referral } from '#modules/referral/cli/commands.ts';
import { commands as region } from '#modules/regions/cli/commands.ts';
import { commands as resident } from '#modules/residents/cli/commands.ts';
import { commands as scheduling } from '#modules/scheduling/cli/commands.ts';
import type { CommandGroup } from '#platform/cli/command.ts';
import { commands as audit } from './admin/audit.ts';
import { backupCommands, restoreCommands } from './admin/backup.ts';
import { commands as client } from './admin/client.ts';
import { commands as database } from './admin/database.ts';
import { commands as doctor } from './admin/doctor.ts';
import { commands as keys } from './admin/keys.ts';
import { commands as signatures } from './admin/signatures.ts';
import { commands as start } from './admin/start.ts';
import { commands as user } from './admin/user.ts';
import { commands as call } from './call/call.ts';
import { commands as exportCommands } from './export/export.ts';
import { commands as fhirFiles } from './fhir/search-files.ts';
import { commands as generate } from './generate/generate.ts';
import { commands as importCommands } from './import/import.ts';

/** Every group of commands, in the order of `yigong --help`; those of the rooms come from `modules/<room>/cli/commands.ts`. */
export const GROUPS: readonly CommandGroup[] = [start, doctor, database, user, client, audit, signatures, keys, backupCommands, restoreCommands, generate, importCommands, exportCommands, fhirFiles, call, resident, referral, consortium, scheduling, exchange, region, payment, casemix, assessment, imaging, ecg];
