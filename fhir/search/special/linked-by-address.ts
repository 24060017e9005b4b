import type { ConditionContext } from '../condition-context.ts';
import { decimalOf } from '../hash.ts';
import type { SearchParameterRow } from '../parameter-table.ts';
import { canonicalLink, parameterTarget } from '../parameter-target.ts';
import { canonicalPaths } from './json-path.ts';
import { valuesAt } from '../values/content-json.ts';

/** One end of a canonical link: rows called `alias` of a type. */
interface End {
  readonly type: string;
  readonly alias: string;
}

export interface CanonicalLink {
  readonly parameter: SearchParameterRow;
  /** What has the parameter, and what is named by it. */
  readonly owner: End;
  readonly named: End;
  /** The end that was found already, as `from … where …` with its condition: the rows of the other are asked for. */
  readonly found: { readonly end: 'owner' | 'named'; readonly from: string; readonly fromWithKeys: string; readonly condition: string };
}

/** SQL: rows linked by a canonical address to those found; undefined where the parameter holds no such address of the named type. */
export function linkedByAddress(link: CanonicalLink, context: ConditionContext): string | undefined {
  const { parameter, owner, named, found } = link;
  const key = canonicalLink(owner.type, parameter, named.type);
  if (key === undefined) return undefined;
  const asked = found.end === 'owner' ? named : owner;
  const linked = `${asked.alias}.keys && array(select held.key # ${context.bindings.bind(key, 'bigint')} from ${found.fromWithKeys} and ${found.condition})`;
  return owner.type === named.type ? `(${linked} and ${namesIt(link, context)})` : linked;
}

/** Of two definitions of one type the keys are linked both ways (`canonicalLink`): the addresses themselves tell which names the other. */
function namesIt({ parameter, owner, named, found }: CanonicalLink, { bindings }: ConditionContext): string {
  const paths = canonicalPaths(owner.type, parameter).map((path) => bindings.bind(path, 'jsonpath'));
  const { hash } = parameterTarget(named.type, 'url');
  const url = bindings.bind(decimalOf(hash.high, hash.low), 'bigint');
  const addresses = (of: string): string => `select split_part(address.value #>> '{}', '|', 1) from ${of}`;
  const urls = `fhir.string_value url`;
  const isUrlOf = `url.parameter = ${url} and url.person_key = ${named.alias}.person_key and url.key = ${named.alias}.key`;
  const values = valuesAt(owner.alias, { paths, name: 'address' });
  return found.end === 'named'
    ? `exists (${addresses(values)} where split_part(address.value #>> '{}', '|', 1) = any (array(select url.normalised from ${withMore(found.from, urls)} and ${found.condition} and ${isUrlOf})))`
    : `exists (select 1 from ${urls} where ${isUrlOf} and url.normalised = any (array(${addresses(withMore(found.from, `lateral ${values}`))} and ${found.condition})))`;
}

/** Another table beside the rows. */
const withMore = (rows: string, table: string): string => rows.replace(' where ', ` cross join ${table} where `);
