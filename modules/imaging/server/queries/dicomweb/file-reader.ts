import { readDicom, type DicomFile } from '#platform/dicom/read-file.ts';
import type { PixelPool } from '#platform/dicom/pixels/pixel-pool.ts';
import type { ObjectStore, Place } from '../../store/objects/object-store.ts';

const KEPT_BYTES_MAX = 192 * 1024 * 1024;

export interface OpenFile {
  readonly bytes: Buffer;
  readonly file: DicomFile;
}

/** Reads kept instances; the last ones stay open, so that the frames of a long loop are cut from one copy. */
export class FileReader {
  readonly pixels: PixelPool;
  private readonly objects: ObjectStore;
  private readonly kept = new Map<string, OpenFile>();
  private keptBytes = 0;

  constructor(objects: ObjectStore, pixels: PixelPool) {
    this.objects = objects;
    this.pixels = pixels;
  }

  /** The bytes as they were received, verified against their hash. */
  bytes(place: Place): Promise<Buffer> {
    const open = this.kept.get(place.sha256);
    return open === undefined ? this.objects.get(place) : Promise.resolve(open.bytes);
  }

  /** The same piece by piece, a part of them in memory. */
  async *pieces(place: Place): AsyncGenerator<Buffer> {
    const open = this.kept.get(place.sha256);
    if (open === undefined) yield* this.objects.pieces(place);
    else yield open.bytes;
  }

  async open(place: Place): Promise<OpenFile> {
    const { sha256 } = place;
    const found = this.kept.get(sha256);
    if (found !== undefined) {
      this.kept.delete(sha256);
      this.kept.set(sha256, found);
      return found;
    }
    const bytes = await this.objects.get(place);
    const opened = { bytes, file: readDicom(bytes) };
    this.keep(sha256, opened);
    return opened;
  }

  private keep(sha256: string, opened: OpenFile): void {
    if (this.kept.has(sha256) || opened.bytes.length > KEPT_BYTES_MAX / 2) return;
    this.kept.set(sha256, opened);
    this.keptBytes += opened.bytes.length;
    for (const [oldest, { bytes }] of this.kept) {
      if (this.keptBytes <= KEPT_BYTES_MAX) break;
      this.kept.delete(oldest);
      this.keptBytes -= bytes.length;
    }
  }
}
