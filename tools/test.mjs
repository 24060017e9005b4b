// `npm test`: every stage, each with its time, and one closing line. `node tools/test.mjs unit faults` runs some.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const STAGES = [
  // Each of these counts as one test.
  { name: 'lock', ...program('tools/complete-lock.mjs', ['--check']) },
  { name: 'types', ...program('node_modules/ts7/bin/tsc', ['-p', 'tsconfig.json', '--noEmit']) },
  { name: 'lint', ...program('node_modules/oxlint/bin/oxlint', ['-c', '.oxlintrc.json', '--deny-warnings', '--quiet']) },
  // Asks the registry. Where it does not answer nothing is known: that is said, and counts as skipped.
  { name: 'audit', ...program('tools/sbom.mjs', ['--audit']), skippedBy: 3 },
  { name: 'build', ...program('tools/build.mjs', []) },
  // What the build is made of, beside it: dist/sbom.cdx.json (CycloneDX).
  { name: 'sbom', ...program('tools/sbom.mjs', ['--out', 'dist/sbom.cdx.json']) },
  // These are projects of vitest.config.ts.
  { name: 'house', project: 'house' },
  { name: 'unit', project: 'unit' },
  { name: 'journeys', project: 'journeys' },
  { name: 'faults', project: 'faults' },
];

prepare({ dev: true, build: false, say: (line) => process.stdout.write(`${line}\n`) });
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !STAGES.some((stage) => stage.name === name));
if (unknown.length > 0) {
  process.stderr.write(`no stage ${unknown.join(', ')}; there are ${STAGES.map((stage) => stage.name).join(', ')}\n`);
  process.exit(2);
}
const results = STAGES.filter((stage) => asked.length === 0 || asked.includes(stage.name)).map(runStage);
printSummary(results);
process.exit(results.some((result) => result.failed > 0) ? 1 : 0);

function program(script, parameters) {
  return { parameters: [script, ...parameters] };
}

function runStage(stage) {
  process.stdout.write(`\n── ${stage.name}\n`);
  const start = Date.now();
  const counts = stage.project === undefined ? runProgram(stage) : runProject(stage);
  const seconds = (Date.now() - start) / 1000;
  process.stdout.write(`── ${stage.name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s\n`);
  return { name: stage.name, seconds, ...counts };
}

function runProgram({ parameters, skippedBy }) {
  const { status } = spawnSync(process.execPath, parameters, { cwd: root, stdio: 'inherit' });
  if (status !== null && status === skippedBy) return { passed: 0, failed: 0, skipped: 1 };
  const ok = status === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function runProject({ project }) {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-results-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const parameters = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
  const { status } = spawnSync(process.execPath, parameters, { cwd: root, stdio: 'inherit' });
  const counts = readReport(report);
  rmSync(folder, { recursive: true, force: true });
  if (counts.passed + counts.failed === 0) {
    process.stdout.write(`stage ${project} ran no test: that is a failure\n`);
    return { ...counts, failed: 1 };
  }
  // A file that does not load, or an error outside of any test, fails the run without a failed test.
  if (status !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const brokenFiles = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + brokenFiles,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function printSummary(all) {
  const total = (field) => all.reduce((sum, result) => sum + result[field], 0);
  process.stdout.write('\n');
  for (const { name, seconds, passed, failed, skipped } of all) {
    process.stdout.write(`${name.padEnd(9)} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  }
  process.stdout.write(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`);
}
