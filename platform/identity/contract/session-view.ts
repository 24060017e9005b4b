import { z } from 'zod';

export const factorKind = z.enum(['totp', 'passkey', 'recovery-code']);
const text = z.object({ zh: z.string(), en: z.string() });

export const sessionSchema = z.discriminatedUnion('signedIn', [
  z.object({
    signedIn: z.literal(false),
    /** No account exists yet: the set-up link is waited for. */
    needsSetUp: z.boolean(),
    /** The password was right; this is still missing. */
    pending: z.object({ needs: z.enum(['second-factor', 'new-password']), kinds: z.array(factorKind) }).optional(),
    /** Name of the outside identity provider that is set up, for its button. */
    outside: text.optional(),
  }),
  z.object({
    signedIn: z.literal(true),
    kind: z.enum(['staff', 'resident']),
    account: z.object({
      id: z.string(),
      name: z.string(),
      language: z.enum(['zh', 'en']),
      fhirReference: z.string().nullable(),
      personId: z.string().nullable(),
    }),
    assignments: z.array(
      z.object({ organisationId: z.string(), organisationName: z.string(), role: z.string(), roleTitle: text }),
    ),
    /** The organisation now acted for. */
    acting: z.string().nullable(),
    permissions: z.array(z.string()),
    expiresAt: z.string(),
    /** The account has an authenticator app or a passkey. */
    hasSecondFactor: z.boolean(),
  }),
]);

export type SessionView = z.infer<typeof sessionSchema>;
