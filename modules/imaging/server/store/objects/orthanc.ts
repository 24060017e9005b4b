import { createHash } from 'node:crypto';
import { readDicom } from '#platform/dicom/read-file.ts';
import { textAt } from '#platform/dicom/values.ts';
import { writeHead } from '#platform/dicom/write-file.ts';
import { askAgain, OBJECT_BYTES_MAX } from '#platform/files/outside-store/ask-again.ts';
import { DamagedObject, type ObjectStore, type Place, type StoredBytes } from './object-store.ts';

export interface OrthancSettings {
  /** `http://127.0.0.1:8042`, without a path. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Of one try; 60 seconds unless said. */
  readonly requestMsMax?: number | undefined;
}

const PREAMBLE = 128;
const MARK_END = 132;
const LENGTH_ELEMENT = 12;

interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/**
 * Orthanc keeps the files, over its REST interface; index, access and trail stay ours. It gives back what it was sent, byte for byte.
 * What else stands in that archive is neither shown nor changed.
 */
export function orthancStore(settings: OrthancSettings): ObjectStore {
  const ask = asking(settings);
  const json = async (request: Request): Promise<unknown> => JSON.parse((await ask(request)).toString('utf8'));
  /** Its own ids of the instances under a SOP Instance UID, of any patient. */
  const idsOf = async ({ sopUid }: Place): Promise<string[]> => {
    const found = (await json({ method: 'POST', path: '/tools/lookup', body: Uint8Array.from(Buffer.from(sopUid)) })) as { ID: string; Type: string }[];
    return found.filter(({ Type }) => Type === 'Instance').map(({ ID }) => ID);
  };
  const find = async (place: Place): Promise<{ ids: string[]; kept?: { id: string; bytes: Buffer } }> => {
    const ids = await idsOf(place);
    for (const id of ids) {
      const bytes = unwrapped(await ask({ method: 'GET', path: `/instances/${id}/file` }), place.sha256);
      if (bytes !== undefined) return { ids, kept: { id, bytes } };
    }
    return { ids };
  };
  const get: ObjectStore['get'] = async (place) => {
    const { ids, kept } = await find(place);
    if (kept === undefined) throw new DamagedObject(place.sha256, ids.length === 0 ? 'is gone' : 'has changed');
    return kept.bytes;
  };
  const putOne = async ({ place, bytes }: StoredBytes): Promise<'kept' | 'taken'> => {
    const { ids, kept } = await find(place);
    if (kept !== undefined) return 'kept';
    if (ids.length > 0) return 'taken';
    const answer = (await json({ method: 'POST', path: '/instances', body: Uint8Array.from(wrapped(bytes, place)) })) as { ID: string; Status: string };
    // Somebody else was quicker with another object under the UID, or the archive is set to keep something else than it is sent.
    return answer.Status === 'Success' || (await find(place)).kept !== undefined ? 'kept' : 'taken';
  };
  return {
    put: async (all) => {
      const taken = new Set<string>();
      for (const each of all) if ((await putOne(each)) === 'taken') taken.add(each.place.sha256);
      return taken;
    },
    // That archive is its own keeper: nothing here keeps others from removing.
    hold: async () => undefined,
    get,
    pieces: async function* (place) {
      yield await get(place);
    },
    removeUnused: async (place) => {
      const { kept } = await find(place);
      if (kept !== undefined) await ask({ method: 'DELETE', path: `/instances/${kept.id}` });
    },
  };
}

/** Orthanc takes whole Part 10 files only: what came without a head gets one, before its own bytes. */
function wrapped(bytes: Buffer, { sopUid }: Place): Buffer {
  if (bytes.toString('latin1', PREAMBLE, MARK_END) === 'DICM') return bytes;
  if (bytes.readUInt16LE(0) === 2) return Buffer.concat([Buffer.alloc(PREAMBLE), Buffer.from('DICM'), bytes]);
  const { transferSyntax, dataSet } = readDicom(bytes);
  return Buffer.concat([writeHead({ transferSyntax, sopClass: textAt(dataSet, '00080016') ?? '', sopUid }), bytes]);
}

/** The bytes of that hash: the file itself, or what stands behind a head that was put before it. */
function unwrapped(file: Buffer, sha256: string): Buffer | undefined {
  const head = file.length > MARK_END + LENGTH_ELEMENT ? MARK_END + LENGTH_ELEMENT + file.readUInt32LE(MARK_END + 8) : 0;
  return [0, MARK_END, head].filter((start) => start < file.length).map((start) => file.subarray(start)).find((bytes) => createHash('sha256').update(bytes).digest('hex') === sha256);
}

function asking({ url, user, password, requestMsMax }: OrthancSettings): (request: Request) => Promise<Buffer> {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return async ({ method, path, body }) => {
    const once = (limit: AbortSignal): Promise<Response> => fetch(`${url.replace(/\/$/, '')}${path}`, { method, headers: { authorization }, ...(body ? { body } : {}), signal: limit, redirect: 'manual' });
    return (await askAgain({ store: 'The outside archive', requestMsMax, bytesMax: OBJECT_BYTES_MAX }, once)).bytes;
  };
}
