import { z } from 'zod';
import { parseOutboundUrl } from '#platform/http/outbound.ts';
import type { Parameters, ParametersParameter } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { fhirProblem } from '../../problems.ts';

/** One file to be fetched; of a type when the sender says so. */
export const sourceSchema = z.object({ url: z.string(), type: z.string().optional() });
export type ImportSource = z.infer<typeof sourceSchema>;

const FILES_MAX = 1_000;
const FORMATS = new Set(['application/fhir+ndjson', 'application/ndjson', 'application/x-ndjson', 'ndjson']);

const wrong = (path: string, zh: string, en: string) => fhirProblem('fhir.invalid', [{ path, message: { zh, en } }]);

/** `value[x]` of a parameter, whichever of the simple types it is. */
const simpleOf = (parameter: ParametersParameter | undefined): unknown => Object.entries(parameter ?? {}).find(([name]) => name.startsWith('value'))?.[1];

/**
 * The files of a bulk import by reference: Parameters with `inputFormat`, `input` (parts `type`, `url`), or the same as plain JSON
 * (`input: [{ type, url }]`). `inputSource` and `storageDetail` are taken and say nothing that is needed here.
 */
export function sourcesIn(body: unknown): ImportSource[] {
  const isParameters = (body as { resourceType?: unknown } | null)?.resourceType === 'Parameters';
  const { format, given } = isParameters ? ofParameters(body as Parameters) : ofJson(body);
  if (format !== undefined && !FORMATS.has(String(format))) throw wrong('inputFormat', '只接受 NDJSON。', 'Only NDJSON is taken.');
  if (given.length === 0) throw wrong('input', '缺少 input。', 'There is no input.');
  if (given.length > FILES_MAX) throw wrong('input', `最多 ${FILES_MAX} 个文件。`, `At most ${FILES_MAX} files.`);
  return given.map(({ url, type }, index) => sourceOf({ url, type }, `input[${index}]`));
}

interface Given {
  readonly format: unknown;
  readonly given: readonly { readonly url: unknown; readonly type: unknown }[];
}

function ofParameters({ parameter = [] }: Parameters): Given {
  const all = Array.isArray(parameter) ? parameter : [];
  const partOf = (each: ParametersParameter, name: string): unknown => simpleOf((each.part ?? []).find((part) => part?.name === name));
  return {
    format: simpleOf(all.find((each) => each?.name === 'inputFormat')),
    given: all.filter((each) => each?.name === 'input').map((each) => ({ url: partOf(each, 'url'), type: partOf(each, 'type') ?? partOf(each, 'resourceType') })),
  };
}

function ofJson(body: unknown): Given {
  const { inputFormat, input } = (body ?? {}) as { inputFormat?: unknown; input?: unknown };
  const given = (Array.isArray(input) ? input : []) as { url?: unknown; type?: unknown }[];
  return { format: inputFormat, given: given.map((each) => ({ url: each?.url, type: each?.type })) };
}

function sourceOf({ url, type }: { url: unknown; type: unknown }, at: string): ImportSource {
  if (typeof url !== 'string' || !parseOutboundUrl(url)) {
    throw wrong(`${at}.url`, '地址必须是允许访问的 http(s) 地址；本机、内网地址须由管理员放行。', 'The url is an http(s) address outside this network, or one that the administrator allows (YIGONG_SUBSCRIPTION_HOSTS).');
  }
  if (type !== undefined && (typeof type !== 'string' || !isResourceType(type))) throw wrong(`${at}.type`, '没有这种资源类型。', 'There is no such resource type.');
  return { url, ...(type === undefined ? {} : { type }) };
}
