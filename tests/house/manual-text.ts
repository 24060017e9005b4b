import { platformProblems } from '#platform/errors/platform-problems.ts';
import type { ModuleContract } from '#platform/kernel/contract.ts';
import type { ProblemDeclaration } from '#platform/kernel/problem.ts';

/** The reference part of the manual, made from the contracts: operations, permissions, events, problems. */
export function manualText(contracts: readonly ModuleContract[]): string {
  const rooms = contracts.map((contract) => roomText(contract)).join('\n');
  return [
    '# Reference',
    '',
    'Written from the contracts by `YIGONG_WRITE=1 npx vitest run tests/house/contracts.test.ts`; never edited.',
    '',
    '## Problems of the platform',
    '',
    problemTable(platformProblems),
    '',
    rooms,
  ].join('\n');
}

function roomText({ module, title, operations, permissions, events, problems }: ModuleContract): string {
  return [
    `## ${module} · ${title.zh}`,
    '',
    '| operation | | permission | what it does |',
    '|---|---|---|---|',
    ...Object.values(operations).map(({ name, method, path, permission, summary }) => `| ${name} | \`${method} /api${path}\` | ${permission} | ${summary.zh} · ${summary.en} |`),
    '',
    '| permission | roles at set-up | allows |',
    '|---|---|---|',
    ...Object.entries(permissions).map(([name, each]) => `| ${name} | ${each.roles.join(', ')} | ${each.zh} · ${each.en} |`),
    '',
    ...(Object.keys(events).length === 0 ? [] : ['| event | means |', '|---|---|', ...Object.entries(events).map(([name, each]) => `| ${name} | ${each.zh} · ${each.en} |`), '']),
    ...(Object.keys(problems).length === 0 ? [] : [problemTable(problems), '']),
  ].join('\n');
}

const problemTable = (problems: Readonly<Record<string, ProblemDeclaration>>): string =>
  ['| problem | kind | what to do |', '|---|---|---|', ...Object.entries(problems).map(([code, each]) => `| ${code} | ${each.kind} | ${each.zh} · ${each.en} |`)].join('\n');
