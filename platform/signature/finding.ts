import { z } from 'zod';

export const signatureFindingSchema = z.object({
  /** `changed`: the document is another. `forged`: the entry is not what the key signed. `document-missing`, `signature-missing`: one without the other. */
  finding: z.enum(['changed', 'forged', 'document-missing', 'signature-missing']),
  /** What was signed: kind/id. */
  document: z.string(),
  organisationId: z.string().nullable(),
  signedAt: z.string(),
  /** Paths of the document that are not as they were signed. */
  changed: z.array(z.string()),
});
export type SignatureFinding = z.infer<typeof signatureFindingSchema>;
