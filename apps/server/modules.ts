import { fhirAdministrationModule } from '#fhir/administration/module.ts';
import { contract as fhirContract } from '#fhir/contract.ts';
import { PERSON_TEXTS } from '#fhir/repository/sealed/reseal-persons.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { healthRecordModule } from '#modules/health-record/server/module.ts';
import { referralModule } from '#modules/referral/server/module.ts';
import { residentColumns } from '#modules/residents/server/api.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import { schedulingModule } from '#modules/scheduling/server/module.ts';
import { casemixModule } from '#modules/casemix/server/module.ts';
import { paymentModule } from '#modules/payment/server/module.ts';
import { imagingModule } from '#modules/imaging/server/module.ts';
import { ecgModule } from '#modules/ecg/server/module.ts';
import { laboratoryModule } from '#modules/laboratory/server/module.ts';
import { sharedDiagnosisModule } from '#modules/shared-diagnosis/server/module.ts';
import { recognitionModule } from '#modules/recognition/server/module.ts';
import { sealedOriginals } from '#modules/ecg/server/api.ts';
import { sealedBodies } from '#modules/exchange/server/api.ts';
import { PATIENT_NUMBERS } from '#modules/imaging/server/api.ts';
import { sealedPictures } from '#modules/laboratory/server/api.ts';
import { exchangeModule } from '#modules/exchange/server/module.ts';
import { indicatorsModule } from '#modules/indicators/server/module.ts';
import { assessmentModule } from '#modules/assessment/server/module.ts';
import { taskLedgerModule } from '#modules/task-ledger/server/module.ts';
import { governanceModule } from '#modules/governance/server/module.ts';
import { regionsModule } from '#modules/regions/server/module.ts';
import { auditModule } from '#platform/audit/module.ts';
import { cryptoModule } from '#platform/crypto/module.ts';
import type { Sealed, SealedColumn } from '#platform/crypto/sealed-column.ts';
import { FILE_KEY } from '#platform/files/file-key.ts';
import { OBJECT_KEY } from '#platform/files/object-key.ts';
import { httpJobs } from '#platform/http/housekeeping.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { accountsModule } from '#platform/identity/administration/module.ts';
import { identityJobs } from '#platform/identity/housekeeping.ts';
import { identityColumns } from '#platform/identity/sealed-columns.ts';
import { contract as identityContract } from '#platform/identity/contract.ts';
import { jobsModule } from '#platform/jobs/module.ts';
import { monitoringModule } from '#platform/monitoring/module.ts';
import { signatureModule } from '#platform/signature/module.ts';
import { PRIVATE_KEY } from '#platform/signature/signing-key.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';
import { listOrganisationNames } from './organisation-names.ts';
import { ROLES } from './roles.ts';

/** The platform's own operations, next to those of the rooms. */
const platformModule: ServerModule = { ...jobsModule, jobs: [...identityJobs, ...httpJobs] };

/** Every column of the house that holds sealed text. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [...identityColumns, ...residentColumns, PRIVATE_KEY, FILE_KEY];

/** The same with what is sealed within texts: all that a rotation has to reach. */
export const SEALED: readonly Sealed[] = [...SEALED_COLUMNS, OBJECT_KEY, PERSON_TEXTS, PATIENT_NUMBERS, ...sealedBodies, ...sealedOriginals, ...sealedPictures];

/** Every room of this server; a room that is not listed here does not exist. */
const ROOMS: readonly ServerModule[] = [
  consortiumModule,
  residentsModule,
  schedulingModule,
  referralModule,
  healthRecordModule,
  casemixModule,
  paymentModule,
  imagingModule,
  ecgModule,
  laboratoryModule,
  sharedDiagnosisModule,
  recognitionModule,
  exchangeModule,
  indicatorsModule,
  assessmentModule,
  taskLedgerModule,
  governanceModule,
  regionsModule,
];

/** What the rooms have signed, for the check of signatures. */
export const SIGNED = ROOMS.flatMap(({ signed }) => signed ?? []);

export const MODULES: readonly ServerModule[] = [
  platformModule,
  accountsModule({ roles: ROLES, organisationNames: listOrganisationNames }),
  auditModule(() => CONTRACTS),
  cryptoModule(SEALED),
  signatureModule(SIGNED),
  monitoringModule,
  fhirAdministrationModule,
  ...ROOMS,
];

export const CONTRACTS: readonly ModuleContract[] = [identityContract, fhirContract, ...MODULES.map(({ contract }) => contract)];
