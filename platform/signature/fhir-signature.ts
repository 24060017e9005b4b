import type { MadeSignature } from './signatures.ts';

/** A FHIR R4 Signature (https://hl7.org/fhir/R4/datatypes.html#Signature) as it stands in `Provenance.signature` and `Bundle.signature`. */
export interface FhirSignature {
  readonly type: readonly { readonly system: string; readonly code: string; readonly display: string }[];
  readonly when: string;
  readonly who: { readonly reference?: string; readonly display: string };
  readonly onBehalfOf: { readonly reference: string };
  readonly targetFormat: string;
  readonly sigFormat: string;
  readonly data: string;
}

/**
 * The signature for others to check: `data` is base64 of JSON with algorithm, public key, the signed statement (document, organisation, person,
 * digest, time) and the signature over its UTF-8 bytes, both as they were signed.
 */
export function fhirSignatureOf(made: MadeSignature, signer: { readonly reference: string | null; readonly name: string }): FhirSignature {
  const { algorithm, publicKey, statement, value, organisationId, signedAt } = made;
  const data = JSON.stringify({ algorithm, publicKey, statement, value });
  return {
    type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" }],
    when: signedAt.toISOString(),
    who: signer.reference === null ? { display: signer.name } : { reference: signer.reference, display: signer.name },
    onBehalfOf: { reference: `Organization/${organisationId}` },
    targetFormat: 'application/json',
    sigFormat: 'application/json',
    data: Buffer.from(data, 'utf8').toString('base64'),
  };
}
