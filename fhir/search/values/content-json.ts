/**
 * SQL: the content of a row to be looked into as JSON, null where it was deleted. Without type, id, version and time, which stand in columns: the text
 * of the time is made by a function that Citus does not run on its machines (`contentOf` of the repository gives the whole text).
 */
export const jsonOf = (alias: string): string =>
  `nullif(case when ${alias}.content = '' or starts_with(${alias}.content, '{') then ${alias}.content else '{"meta":{"versionId":""' || ${alias}.content end, '')::jsonb`;

/** SQL, for `from`: what stands at any of the paths of a row, each as `name.value`; `paths` are bound as jsonpath. Citus joins no two such tables by `union`. */
export const valuesAt = (alias: string, { paths, name }: { paths: readonly string[]; name: string }): string =>
  paths.length === 1
    ? `jsonb_path_query(${jsonOf(alias)}, ${paths[0]!}) as ${name} (value)`
    : `unnest(array[${paths.join(', ')}]) as ${name}_path (path) cross join lateral jsonb_path_query(${jsonOf(alias)}, ${name}_path.path) as ${name} (value)`;
