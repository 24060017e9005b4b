import { schemeContentSchema, type SchemeContent, type SchemeFinding } from '../../../contract/scheme.ts';
import { readText } from '../read-text.ts';
import { checkScheme, type Known } from './check-scheme.ts';

const CHARACTERS_MAX = 400_000;

/** Reads and checks the text of a scheme, YAML or JSON; the scheme is only there when nothing is wrong. */
export function readScheme(text: string, known: Known): { scheme?: SchemeContent; findings: readonly SchemeFinding[] } {
  const { content, findings } = readText<SchemeContent>(text, { schema: schemeContentSchema, charactersMax: CHARACTERS_MAX, check: (scheme) => checkScheme(scheme, known) });
  return content === undefined ? { findings } : { scheme: content, findings };
}
