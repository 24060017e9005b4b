import { stringify } from 'yaml';
import { z } from 'zod';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getMapping as operation } from '../../contract/mappings.ts';
import { problem } from '../commands/exchange-problem.ts';
import { mappingSchema } from '../rules/mapping/document.ts';
import { outgoingSchema } from '../rules/mapping/outgoing/document.ts';
import { listVersions } from '../store/mappings.ts';
import { shippedOutgoing } from '../store/outgoing-mappings.ts';
import { shippedMappings } from '../store/shipped-mappings.ts';
import { viewMapping } from './list-mappings.ts';

/** As YAML: one rule a line, so that a difference between versions can be read. */
export async function getMapping({ sql }: QueryContext, { name, versionNo }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const versions = await listVersions(sql, name);
  const version = versionNo === 0 ? undefined : versionNo === undefined ? versions[0] : versions.find((each) => each.versionNo === versionNo);
  const shipped = shippedMappings().get(name) ?? shippedOutgoing().get(name);
  const document = version === undefined ? shipped : z.union([outgoingSchema, mappingSchema]).parse(version.content);
  if (document === undefined || (version === undefined && versionNo !== undefined && versionNo > 0)) throw problem('exchange.mapping-unknown');
  return {
    ...viewMapping(document, version),
    text: stringify(document, { collectionStyle: 'any', lineWidth: 0 }),
    versions: versions.map((each) => ({ versionNo: each.versionNo, savedAt: each.savedAt.toISOString(), savedByName: each.savedByName, note: each.note })),
  };
}
