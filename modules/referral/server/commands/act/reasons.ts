import { reasonKnown, type ReasonKind } from '../../store/catalogue.ts';
import { problem, type ActContext } from './act-context.ts';

/** The code, if the catalogue knows it; a refusal without a known reason would spoil the statistics. */
export async function requireReason({ tx }: ActContext, kind: ReasonKind, code: string | undefined): Promise<string> {
  if (code === undefined || !(await reasonKnown(tx, { kind, code }))) throw problem('referral.reason-unknown');
  return code;
}
