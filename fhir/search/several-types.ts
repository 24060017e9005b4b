import type { BoundStatement } from './bindings.ts';
import { searchProblem } from './search-problem.ts';
import type { SearchRequest } from './search-request.ts';
import { compileSearch, type SearchStatement, type StatementContext } from './search-statement.ts';

/**
 * A search over several types: each type's page by its own statement, the pages merged in the order asked, which must be one that
 * all types have. Throws `fhir.search-invalid` for a parameter that only some of the types have.
 */
export function compileSeveral(requests: readonly SearchRequest[], context: StatementContext): SearchStatement {
  const sorted = requests.map((request) => (request.sort.length > 0 ? request : { ...request, sort: [{ code: '_lastUpdated', descending: false }] }));
  const statements = sorted.map((request) => compileSearch(request, context));
  const [first] = statements;
  const unknownParameters = first!.unknownParameters.filter((name) => statements.every((each) => each.unknownParameters.includes(name)));
  for (const [index, each] of statements.entries()) {
    const missing = each.unknownParameters.find((name) => !unknownParameters.includes(name));
    if (missing !== undefined) throw searchProblem(missing, `${requests[index]!.type} 没有此检索参数；跨类型检索只能使用各类型共有的参数。`, `${requests[index]!.type} has no such parameter; a search over several types uses parameters that all of them have.`);
  }
  requireOneOrder(statements);
  return {
    page: merged(statements, sorted[0]!.count),
    get total() { return united(statements.map((each) => each.total), (all) => `select sum(total) as total from (${all}) as counted`); },
    get counted() { return united(statements.map((each) => each.counted), (all) => all); },
    isTimeline: false,
    personId: first!.personId,
    unknownParameters,
    unready: [...new Set(statements.flatMap((each) => each.unready))],
    sort: first!.sort,
  };
}

function requireOneOrder(statements: readonly SearchStatement[]): void {
  const kinds = new Set(statements.map(({ sort }) => sort.map(({ type }) => type).join()));
  if (kinds.size > 1) throw searchProblem('_sort', '这些类型的该排序参数类型不同，不能一起排序。', 'The sort parameters of these types are of different kinds and have no common order.');
}

function merged(statements: readonly SearchStatement[], count: number): BoundStatement {
  const { sort } = statements[0]!;
  const columns = sort.map((_, index) => `s${index}`);
  const order = sort.map(({ type, descending }, index) => `${type === 'text' ? `s${index} collate "C"` : `s${index}::${type}`} ${descending ? 'desc' : 'asc'}`);
  order.push(`key::bigint ${sort[0]!.descending ? 'desc' : 'asc'}`);
  return united(
    statements.map((each) => each.page),
    (all) => `select ${['type', 'id', 'content', 'key', ...columns].join(', ')} from (${all}) as found order by ${order.join(', ')} limit ${count + 1}`,
  );
}

function united(parts: readonly BoundStatement[], around: (all: string) => string): BoundStatement {
  const values: unknown[] = [];
  const texts = parts.map((part) => {
    const offset = values.length;
    values.push(...part.values);
    return `(${part.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`)})`;
  });
  return { text: around(texts.join(' union all ')), values };
}
