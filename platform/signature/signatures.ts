import type { Subject } from '#platform/access/subject.ts';
import type { CryptoProvider } from '#platform/crypto/provider.ts';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import { beyondSight, type Sql } from '#platform/database/transaction.ts';
import { changedParts, partsOf, type Parts } from './parts.ts';
import { signingKeyOf } from './signing-key.ts';

const ALGORITHMS: Readonly<Record<CryptoProvider['name'], string>> = { national: 'SM2-SM3', international: 'Ed25519-SHA256' };

export interface SignRequest {
  readonly signatureId: string;
  /** What is signed, `kind/id`. A signature under one document says nothing under another. */
  readonly document: string;
  /** The document; JSON by `canonicalJson`. */
  readonly bytes: Buffer;
  /** In whose name; its key signs. */
  readonly organisationId: string;
  readonly subject: Pick<Subject, 'id' | 'name'>;
  readonly now: Date;
}

export interface Signature {
  readonly id: string;
  readonly organisationId: string;
  readonly signerName: string;
  readonly algorithm: string;
  /** Hexadecimal. */
  readonly digest: string;
  /** ISO 8601. */
  readonly signedAt: string;
  /** `changed`: the document is not what was signed. `forged`: the entry itself is not what the key signed. */
  readonly verdict: 'valid' | 'changed' | 'forged';
  /** Paths of the document that are not as they were signed; empty where nothing is, or where it cannot be told apart. */
  readonly changed: string[];
}

/** A signature as it was just made, with all that somebody else needs to verify it. */
export interface MadeSignature {
  readonly algorithm: string;
  readonly publicKey: string;
  /** What the key signed, as UTF-8 text. */
  readonly statement: string;
  /** Hexadecimal. */
  readonly value: string;
  readonly organisationId: string;
  readonly signedAt: Date;
}

/** A signature as it is stored, with its key. */
export interface StoredSignature {
  readonly id: string;
  readonly document: string;
  readonly organisationId: string;
  readonly signerId: string;
  readonly signerName: string;
  readonly algorithm: string;
  readonly digest: Buffer;
  readonly value: Buffer;
  readonly signedAt: Date;
  readonly provider: CryptoProvider['name'];
  readonly publicKey: string;
  readonly holder: string;
  readonly parts: Parts | null;
}

const holderOf = (organisationId: string): string => `Organization/${organisationId}`;

type Statement = Pick<StoredSignature, 'document' | 'organisationId' | 'signerId' | 'signerName' | 'digest' | 'signedAt'>;

/** What the key signs: name and time belong to it as much as the document. */
const statementOf = ({ document, organisationId, signerId, signerName, digest, signedAt }: Statement): Buffer =>
  Buffer.from(JSON.stringify(['yigong-signature-1', document, organisationId, signerId, signerName, digest.toString('hex'), signedAt.toISOString()]), 'utf8');

/** Signs in the caller's transaction. The caller has asked the gate whether the subject may act for the organisation. */
export async function signDocument(tx: Sql, { signatureId, document, bytes, organisationId, subject, now }: SignRequest): Promise<MadeSignature> {
  const { keyId, provider, pair } = await signingKeyOf(tx, holderOf(organisationId));
  const digest = provider.digest(bytes);
  const statement = statementOf({ document, organisationId, signerId: subject.id, signerName: subject.name, digest, signedAt: now });
  const value = provider.sign(pair, statement);
  await tx.execute(
    `insert into signature.signature (signature_id, document, owner_organisation_id, signer_id, signer_name, key_id, algorithm, digest, value, signed_at, parts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [signatureId, document, organisationId, subject.id, subject.name, keyId, ALGORITHMS[provider.name], digest, value, now, JSON.stringify(await partsOf(tx, document, bytes))],
  );
  return {
    algorithm: ALGORITHMS[provider.name], publicKey: pair.publicKey, statement: statement.toString('utf8'), value: value.toString('hex'), organisationId, signedAt: now,
  };
}

export const SIGNATURE_COLUMNS = `s.signature_id as id, s.document, s.owner_organisation_id as "organisationId", s.signer_id as "signerId", s.signer_name as "signerName",
  s.algorithm, s.digest, s.value, s.signed_at as "signedAt", k.provider, k.public_key as "publicKey", k.holder, s.parts`;
export const SIGNATURE_FROM = 'signature.signature s join signature.signing_key k on k.key_id = s.key_id';

/** Every signature under the document, oldest first, each verified against the document as it is now. The caller has shown that it may see the document. */
export async function verifyDocument(sql: Sql, { document, bytes }: Pick<SignRequest, 'document' | 'bytes'>): Promise<Signature[]> {
  const whole = beyondSight(sql);
  const rows = await whole.query<StoredSignature>(
    `select ${SIGNATURE_COLUMNS} from ${SIGNATURE_FROM} where s.document = $1 order by s.signed_at, s.signature_id limit 100`,
    [document],
  );
  const parts = rows.length === 0 ? null : await partsOf(whole, document, bytes);
  return rows.map((row) => {
    const verdict = verdictOf(row, bytes);
    return {
      id: row.id,
      organisationId: row.organisationId,
      signerName: row.signerName,
      algorithm: row.algorithm,
      digest: row.digest.toString('hex'),
      signedAt: row.signedAt.toISOString(),
      verdict,
      changed: verdict === 'changed' ? changedParts(row.parts, parts) : [],
    };
  });
}

/** Without the document (it was replaced by a later one), whether the entry itself is what the key signed. */
export function verdictOf(row: StoredSignature, bytes: Buffer | undefined): Signature['verdict'] {
  const provider = PROVIDERS[row.provider];
  const isGenuine = row.holder === holderOf(row.organisationId) && provider.verify(row.publicKey, statementOf(row), row.value);
  if (!isGenuine) return 'forged';
  return bytes === undefined || provider.digest(bytes).equals(row.digest) ? 'valid' : 'changed';
}
