import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';

/** A folder of the data that lie beside the project. */
export const sharedFolder = (name: string): string => join(projectRoot(), '..', 'shared', 'data', name);

/** Test data lies beside the project and is never part of it; suites skip plainly where it is absent. */
export const fhirDataFolder = join(projectRoot(), '..', 'shared', 'data', 'fhir');
export const hasFhirData = existsSync(fhirDataFolder);

export const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(fhirDataFolder, ...path), 'utf8')) as T;

export const listFiles = (...path: string[]): string[] => readdirSync(join(fhirDataFolder, ...path)).sort();

export const readText = (...path: string[]): string => readFileSync(join(fhirDataFolder, ...path), 'utf8');

export const readGzip = <T>(...path: string[]): T => JSON.parse(gunzipSync(readFileSync(join(fhirDataFolder, ...path))).toString('utf8')) as T;

export const readLines = (...path: string[]): Resource[] =>
  readText(...path)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Resource);
