import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { closureOperation } from './terminology/closure.ts';
import { expandOperation } from './terminology/expand.ts';
import { lookupOperation } from './terminology/lookup.ts';
import { requireParameters, type OperationInput } from './operation-input.ts';
import { BOTH, type Operation } from './operation-table.ts';
import { subsumesOperation } from './terminology/subsumes.ts';
import { translateOperation } from './terminology/translate.ts';
import { validateCodeOperation } from './terminology/validate-code.ts';
import { validateOperation } from './validate.ts';

type Run = (interaction: Interaction, input: OperationInput) => Promise<Answer>;

/** Terminology operations by the types they are defined on; each also on an instance, by GET and POST. */
const ON_TYPES: readonly (readonly [type: string, name: string, run: Run])[] = [
  ['CodeSystem', 'lookup', lookupOperation],
  ['CodeSystem', 'validate-code', validateCodeOperation],
  ['CodeSystem', 'subsumes', subsumesOperation],
  ['ValueSet', 'expand', expandOperation],
  ['ValueSet', 'validate-code', validateCodeOperation],
  ['ConceptMap', 'translate', translateOperation],
];

/** What $validate is asked about may be wrong; what these are asked with may not. */
const terminologyRun = (type: string, run: Run): Operation['run'] => (interaction, call) => {
  requireParameters(call.body);
  return run(interaction, { ...call, type });
};

/** $validate and the terminology operations. */
export const checkOperations: readonly Operation[] = [
  ...ON_TYPES.flatMap(([type, name, run]) => [`/${type}/$${name}`, `/${type}/:id/$${name}`].map((path): Operation => ({ path, methods: BOTH, run: terminologyRun(type, run) }))),
  { path: '/$closure', methods: ['POST'], run: terminologyRun('ConceptMap', closureOperation), isChange: true },
  { path: '/$validate', methods: ['POST'], run: validateOperation },
  { path: '/:type/$validate', methods: ['POST'], run: validateOperation },
  { path: '/:type/:id/$validate', methods: BOTH, run: validateOperation },
];
