import { randomBytes } from 'node:crypto';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { keysOf, withKeyOptions, type KeyOptions } from '#platform/cli/sealed/options.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { Problem } from '#platform/kernel/problem.ts';
import type { Twin } from '#fhir/twin/twin.ts';
import type { Bundle, Resource } from '#fhir/types/resources.gen.ts';
import { readEntries, type ImportEntry, type Refused } from '../import/entries.ts';
import { listSources, readLines, readText, type SourceFile } from '../import/sources.ts';

export const commands: CommandGroup = {
  name: 'fhir',
  summary: '不经服务器查看 FHIR 文件 · look at FHIR files without a server',
  register: (group, act) => {
    withKeyOptions(group.command('search <query> <paths...>'))
      .description("在文件中检索，如 'Observation?code=8480-6&_sort=-date' · search bundles, NDJSON and folders of them")
      .action(act(searchFiles));
  },
};

/** It looks at every resource for every question. */
const RESOURCES_MAX = 200_000;

async function searchFiles(cli: Cli, ...[query, paths, options]: [string, readonly string[], KeyOptions]): Promise<void> {
  const { output } = cli;
  // Loaded only here: other commands start without the definitions of FHIR.
  const [{ Twin }, { serve }, { openCoreTerminology }] = await Promise.all([import('#fhir/twin/twin.ts'), import('#fhir/twin/serve.ts'), import('#fhir/terminology/core-systems.ts')]);
  const twin = new Twin({ clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes), base: 'urn:yigong:files', core: await openCoreTerminology() });
  const refused = await load(twin, listSources(paths, keysOf(cli, options)));
  const { status, text } = serve(twin, { method: 'GET', path: `/${query}` });
  const answer = JSON.parse(text) as Resource;
  if (answer.resourceType === 'OperationOutcome' && status >= 400) {
    const said = answer.issue.map((issue) => issue.diagnostics ?? '').join(' ');
    throw new CliFailure('usage', { zh: said, en: said });
  }
  if (output.json) output.print(answer as unknown as Record<string, unknown>);
  else show(output, answer as Bundle);
  for (const { place, reason } of refused) output.say(`${place}: ${reason}`);
  if (refused.length > 0) throw new CliFailure('partly-done', { zh: `${refused.length} 个资源不合规，未参与检索。`, en: `${refused.length} resources are not valid and were left out.` });
}

/** Puts everything into the twin; what is not valid is named by its place. */
async function load(twin: Twin, sources: readonly SourceFile[]): Promise<Refused[]> {
  const { parseFhirJson } = await import('#fhir/types/decimal-json.ts');
  const refused: Refused[] = [];
  let count = 0;
  const put = ({ place, id, text }: ImportEntry): void => {
    count += 1;
    if (count > RESOURCES_MAX) throw new CliFailure('usage', { zh: `最多 ${RESOURCES_MAX} 个资源，更多请先导入。`, en: `At most ${RESOURCES_MAX} resources; import more than that.` });
    try {
      twin.write({ method: 'put', resource: { ...(parseFhirJson(text) as Resource), id } as Resource });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const first = error.details[0];
      refused.push({ place, reason: first ? `${first.path} ${first.message.zh} ${first.message.en}` : `${error.text.zh} ${error.text.en}` });
    }
  };
  for await (const { entries, refused: unread, foreign } of readings(sources)) {
    entries.forEach(put);
    if (foreign !== true) refused.push(...unread);
  }
  return refused;
}

async function* readings(sources: readonly SourceFile[]) {
  for (const file of sources) {
    if (file.kind === 'json') yield readEntries(await readText(file), file.path);
    else for await (const { line, number } of readLines(file)) yield readEntries(line, `${file.path} line ${number}`, 'keep');
  }
}

function show(output: Cli['output'], { entry = [], total, link = [] }: Bundle): void {
  output.table(entry.map(({ resource, search }) => ({ address: `${resource?.resourceType}/${resource?.id ?? ''}`, mode: search?.mode })), { address: '资源 resource', mode: '方式 mode' });
  const next = link.find(({ relation }) => relation === 'next')?.url.replace('urn:yigong:files/', '');
  output.say(next === undefined ? `共 ${total ?? entry.length} 个 · ${total ?? entry.length} in all` : `下一页 · next page: ${next}`);
}
