import { defineConfig } from 'vitest/config';

const OURS = '{platform,fhir,modules,apps,tools}/**/*.test.{ts,tsx}';

export default defineConfig({
  test: {
    globalSetup: ['tests/set-up.ts'],
    // Two cores, and PostgreSQL needs its share.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [OURS, 'tests/{world,conformance,performance,fuzz}/**/*.test.ts'],
          pool: 'forks',
          // Files share a process: six times faster over hundreds of files. Our code keeps no state between files.
          isolate: false,
          // On a Citus cluster, which `DATABASE_URL` may name, each statement passes two servers and each file makes its database on three.
          testTimeout: process.env['DATABASE_URL'] ? 600_000 : 20_000,
          hookTimeout: process.env['DATABASE_URL'] ? 300_000 : 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'house', include: ['tests/house/**/*.test.ts'], pool: 'forks', isolate: false, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          // Beside the set-up above: one demonstration server for all journeys.
          globalSetup: ['tests/journeys/set-up.ts'],
          pool: 'forks',
          // One browser and one server at a time on two cores.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
