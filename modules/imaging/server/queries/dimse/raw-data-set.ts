import { Writable } from 'node:stream';
import dimse from 'dcmjs-dimse';
import { elementsOf, writeElements, writeHead } from '#platform/dicom/write-file.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import { IMPLICIT_LITTLE } from '#platform/dicom/transfer-syntaxes.ts';

dimse.log.setLevel('silent');

const { Dataset } = dimse;

/** A data set that is sent as the bytes that it has; the library would write it anew and lose private elements. */
export class RawDataSet extends Dataset {
  readonly sopClass: string;
  private readonly raw: Buffer;

  constructor(raw: Buffer, named: { transferSyntax: string; sopClass: string; sopUid: string }) {
    super({ SOPClassUID: named.sopClass, SOPInstanceUID: named.sopUid }, named.transferSyntax);
    this.raw = raw;
    this.sopClass = named.sopClass;
  }

  override getDenaturalizedDataset(): Buffer {
    return this.raw;
  }
}

/** Proposes each data set in the one form that it has; in what the library proposes of itself it would be written anew. */
export function proposeAsKept(client: InstanceType<typeof dimse.Client>, all: readonly RawDataSet[]): void {
  const pairs = new Map(all.map((each) => [`${each.sopClass} ${each.getTransferSyntaxUid()}`, each]));
  for (const each of pairs.values()) client.addAdditionalPresentationContext(new dimse.association.PresentationContext(1, each.sopClass, each.getTransferSyntaxUid()), true);
}

/** What of a file goes over the network: everything behind its head. */
export function rawDataSetOf(file: Buffer, named: { sopClass: string; sopUid: string }): RawDataSet {
  const { transferSyntax, dataSetOffset, bytes, dataSet } = readDicom(file);
  // Implicit files whose head says otherwise are rare; they are written in the form that their context names.
  const raw = transferSyntax === IMPLICIT_LITTLE || bytes === file ? file.subarray(dataSetOffset) : writeElements(elementsOf(dataSet));
  return new RawDataSet(raw, { ...named, transferSyntax: bytes === file ? transferSyntax : '1.2.840.10008.1.2.1' });
}

/** Collects the bytes of one object, up to a limit; past it they are dropped and the object refused. */
export class ByteCollector extends Writable {
  readonly chunks: Buffer[] = [];
  isTooLarge = false;
  private readonly bytesMax: number;
  private total = 0;

  constructor(bytesMax: number) {
    super();
    this.bytesMax = bytesMax;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.total += chunk.length;
    if (this.total > this.bytesMax) {
      this.isTooLarge = true;
      this.chunks.length = 0;
    } else this.chunks.push(Buffer.from(chunk));
    done();
  }
}

/** A Part 10 file around the bytes as they came; made the same way each time, so that the same object is the same file. */
export function fileAround(raw: Buffer, named: { transferSyntax: string; sopClass: string; sopUid: string }): Buffer {
  return Buffer.concat([writeHead(named), raw]);
}
