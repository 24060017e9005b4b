import { isAbsolute, join } from 'node:path';
import { readHosts } from '#platform/database/hosts.ts';
import { parseTimeLimits, type TimeLimits } from '#platform/database/limits/time-limits.ts';
import { z } from 'zod';
import { projectRoot } from '#platform/database/project-root.ts';
import type { TlsFiles } from '#platform/http/tls.ts';
import type { OutsideSettings as OutsideSettingsOfBackups } from '#platform/database/backup/outside/outside-store.ts';
import type { OutsideSettings } from '#platform/identity/outside/outside-provider.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';

/** More processes than this share the 120 connections of the embedded database badly. */
const WORKERS_MAX = 32;

/** What the environment can set; the table is docs/runbooks/start-up.md. */
const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z
    .string()
    .superRefine((url, check) => {
      try {
        readHosts(url);
      } catch (error) {
        check.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'postgresql://user:password@host:5432/database' });
      }
    })
    .optional(),
  YIGONG_DATA_DIR: z.string().min(1).default('.data'),
  YIGONG_DEMO: z.enum(['0', '1']).default('1'),
  YIGONG_FREE_MEGABYTES_MIN: z.coerce.number().int().min(0).default(512),
  YIGONG_DATABASE_WAIT_SECONDS: z.coerce.number().int().min(0).max(600).default(10),
  YIGONG_SUBSCRIPTION_HOSTS: z.string().default(''),
  YIGONG_FHIR_DAY_ZONE: z.string().regex(/^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/, 'Z or +08:00').default('Z'),
  YIGONG_PUBLIC_URL: z.string().regex(/^https?:\/\/[^/?#@\s]+$/, 'https://yigong.example').optional(),
  YIGONG_OUTSIDE_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  YIGONG_OUTSIDE_CLIENT_ID: z.string().min(1).optional(),
  YIGONG_OUTSIDE_CLIENT_SECRET: z.string().min(1).optional(),
  YIGONG_OUTSIDE_NAME: z.string().min(1).max(40).default('统一身份认证/single sign-on'),
  YIGONG_PASSWORD_DAYS: z.coerce.number().int().min(7).max(365).default(90),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: z.url().optional(),
  YIGONG_BACKUP_DIR: z.string().refine(isAbsolute, 'an absolute path').optional(),
  YIGONG_BACKUP_AT: z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'hh:mm').default('02:30'),
  YIGONG_BACKUP_KEEP: z.coerce.number().int().min(1).max(1000).default(14),
  YIGONG_BACKUP_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  YIGONG_BACKUP_S3_BUCKET: z.string().min(1).default('yigong-backup'),
  YIGONG_BACKUP_S3_REGION: z.string().min(1).default('us-east-1'),
  YIGONG_BACKUP_S3_KEY: z.string().default(''),
  YIGONG_BACKUP_S3_SECRET: z.string().default(''),
  YIGONG_BACKUP_S3_PREFIX: z.string().regex(/^([A-Za-z0-9._-]+\/)*$/, 'folder/ or folder/folder/').default(''),
  YIGONG_BACKUP_S3_KEEP: z.coerce.number().int().min(1).max(1000).optional(),
  YIGONG_KEYS_DIR: z.string().refine(isAbsolute, 'an absolute path').optional(),
  YIGONG_MASTER_KEY_PROGRAM: z.string().refine(isAbsolute, 'an absolute path').optional(),
  YIGONG_CRYPTO: z.enum(['national', 'international']).default('national'),
  YIGONG_TLS_CERT: z.string().refine(isAbsolute, 'an absolute path').optional(),
  YIGONG_TLS_KEY: z.string().refine(isAbsolute, 'an absolute path').optional(),
  YIGONG_AUDIT_READS: z.enum(['soon', 'wait']).default('soon'),
  YIGONG_TIME_LIMITS: z.string().default('').transform((text, check) => {
    try {
      return parseTimeLimits(text);
    } catch (error) {
      check.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  }),
  YIGONG_WORKERS: z.coerce.number().int().min(1).max(WORKERS_MAX).default(1),
});

export interface Settings {
  /** 0 takes any free port. */
  readonly port: number;
  /** Undefined listens on every address. */
  readonly host: string | undefined;
  /** Undefined runs the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** Load the demonstration consortium into an empty database. */
  readonly demo: boolean;
  readonly freeMegabytesMin: number;
  readonly databaseWaitSeconds: number;
  /** `host` or `host:port` inside this network that FHIR subscriptions may be sent to. */
  readonly subscriptionHosts: readonly string[];
  /** Zone of days that FHIR resources and searches write without one. */
  readonly fhirDayZone: string;
  /** The address by which browsers and clients reach this server, without a path. */
  readonly publicUrl: string | undefined;
  /** An outside identity provider, by which staff may sign in too. */
  readonly outside: OutsideSettings | undefined;
  /** After so many days staff choose a new password. */
  readonly passwordDaysMax: number;
  /** Where metrics are pushed to (OTLP over HTTP). */
  readonly otlpUrl: string | undefined;
  /** Entries of the trail about reads wait for the disk before the answer goes out. */
  readonly auditReadsWait: boolean;
  /** Where backups of the embedded database go, sealed; undefined takes none. */
  readonly backupFolder: string | undefined;
  /** Time of day in China, `hh:mm`. */
  readonly backupAt: string;
  readonly backupKeep: number;
  /** A store outside this machine that holds what the backup folder holds. */
  readonly backupOutside: (OutsideSettingsOfBackups & { readonly keep: number }) | undefined;
  /** Holds `master.key`; undefined is `keys` in the data folder. */
  readonly keysFolder: string | undefined;
  /** Stands before a hardware module, in place of the file. */
  readonly masterKeyProgram: string | undefined;
  /** Algorithms of keys made from now on: SM2, SM3, SM4 or Ed25519, SHA-2, AES. */
  readonly crypto: 'national' | 'international';
  /** PEM files; undefined serves plain HTTP. */
  readonly tls: TlsFiles | undefined;
  /** Seconds that work of each kind may keep the database busy. */
  readonly timeLimits: TimeLimits;
  /** Processes that answer requests; 1 is this process itself. */
  readonly workers: number;
}

/** `--workers 4` or `--workers=4` of the command line as the variable it stands for. */
export function workersArgument(argv: readonly string[]): Readonly<Record<string, string>> {
  const at = argv.findIndex((argument) => argument === '--workers' || argument.startsWith('--workers='));
  if (at < 0) return {};
  return { YIGONG_WORKERS: argv[at]!.includes('=') ? argv[at]!.slice('--workers='.length) : (argv[at + 1] ?? 'missing') };
}

/** Throws StartUpFailure `settings-invalid`, naming the variable. An empty variable counts as absent. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const what = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new StartUpFailure('settings-invalid', {
      zh: `环境变量设置不正确（${what}）。可用的设置见 docs/runbooks/start-up.md。`,
      en: `A setting is wrong (${what}). The settings are listed in docs/runbooks/start-up.md.`,
    });
  }
  const value = parsed.data;
  const dataFolder = isAbsolute(value.YIGONG_DATA_DIR) ? value.YIGONG_DATA_DIR : join(projectRoot(), value.YIGONG_DATA_DIR);
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    dataFolder,
    demo: value.YIGONG_DEMO === '1',
    freeMegabytesMin: value.YIGONG_FREE_MEGABYTES_MIN,
    databaseWaitSeconds: value.YIGONG_DATABASE_WAIT_SECONDS,
    subscriptionHosts: value.YIGONG_SUBSCRIPTION_HOSTS.split(/[\s,]+/).filter((host) => host !== ''),
    fhirDayZone: value.YIGONG_FHIR_DAY_ZONE,
    publicUrl: value.YIGONG_PUBLIC_URL,
    outside: outsideOf(value),
    passwordDaysMax: value.YIGONG_PASSWORD_DAYS,
    auditReadsWait: value.YIGONG_AUDIT_READS === 'wait',
    otlpUrl: value.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT,
    // What goes to the store outside is laid down here first.
    backupFolder: value.YIGONG_BACKUP_DIR ?? (value.YIGONG_BACKUP_S3_ENDPOINT === undefined ? undefined : join(dataFolder, 'backups')),
    backupOutside: backupOutsideOf(value),
    backupAt: value.YIGONG_BACKUP_AT,
    backupKeep: value.YIGONG_BACKUP_KEEP,
    keysFolder: value.YIGONG_KEYS_DIR,
    masterKeyProgram: value.YIGONG_MASTER_KEY_PROGRAM,
    crypto: value.YIGONG_CRYPTO,
    tls: tlsOf(value),
    timeLimits: value.YIGONG_TIME_LIMITS,
    workers: value.YIGONG_WORKERS,
  };
}

function backupOutsideOf(value: z.infer<typeof environmentSchema>): Settings['backupOutside'] {
  if (value.YIGONG_BACKUP_S3_ENDPOINT === undefined) return undefined;
  return {
    endpoint: value.YIGONG_BACKUP_S3_ENDPOINT, bucket: value.YIGONG_BACKUP_S3_BUCKET, region: value.YIGONG_BACKUP_S3_REGION,
    accessKeyId: value.YIGONG_BACKUP_S3_KEY, secretAccessKey: value.YIGONG_BACKUP_S3_SECRET, prefix: value.YIGONG_BACKUP_S3_PREFIX, keep: value.YIGONG_BACKUP_S3_KEEP ?? value.YIGONG_BACKUP_KEEP,
  };
}

/** Both or none: a certificate without its key would serve plain HTTP unnoticed. */
function tlsOf({ YIGONG_TLS_CERT: certificate, YIGONG_TLS_KEY: key }: z.infer<typeof environmentSchema>): TlsFiles | undefined {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined) {
    throw new StartUpFailure('settings-invalid', {
      zh: '环境变量设置不正确：YIGONG_TLS_CERT 与 YIGONG_TLS_KEY 须同时给出。',
      en: 'A setting is wrong: give YIGONG_TLS_CERT and YIGONG_TLS_KEY together.',
    });
  }
  return { certificate, key };
}

/** All three or none: half a provider would only be noticed by the first person at the sign-in page. */
function outsideOf(value: z.infer<typeof environmentSchema>): OutsideSettings | undefined {
  const { YIGONG_OUTSIDE_ISSUER: issuer, YIGONG_OUTSIDE_CLIENT_ID: clientId, YIGONG_OUTSIDE_CLIENT_SECRET: clientSecret, YIGONG_OUTSIDE_NAME: name } = value;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new StartUpFailure('settings-invalid', {
      zh: '环境变量设置不正确：YIGONG_OUTSIDE_ISSUER、YIGONG_OUTSIDE_CLIENT_ID、YIGONG_OUTSIDE_CLIENT_SECRET 须同时给出。',
      en: 'A setting is wrong: give YIGONG_OUTSIDE_ISSUER, YIGONG_OUTSIDE_CLIENT_ID and YIGONG_OUTSIDE_CLIENT_SECRET together.',
    });
  }
  const [zh = name, en = zh] = name.split('/');
  return { issuer, clientId, clientSecret, name: { zh, en } };
}
