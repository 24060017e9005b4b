/** Every folder of migrations, lowest floor first; the files are applied in the order of their names. */
export const MIGRATION_FOLDERS: readonly string[] = [
  'platform/access/migrations',
  'platform/audit/migrations',
  'platform/crypto/migrations',
  'platform/events/migrations',
  'platform/http/migrations',
  'platform/identity/migrations',
  'platform/jobs/migrations',
  'platform/signature/migrations',
  'platform/files/migrations',
  'fhir/migrations',
  'modules/consortium/migrations',
  'modules/residents/migrations',
  'modules/scheduling/migrations',
  'modules/referral/migrations',
  'modules/health-record/migrations',
];
