// `npm run fuzz [-- --minutes 10] [-- --seed 7]`: sends generated and mutated input to every route; a new seed each time unless one is given.
import { spawnSync } from 'node:child_process';
import { prepare, root } from './prepare.mjs';

const given = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const minutes = given('minutes', 10);
const seed = given('seed', Math.floor(Math.random() * 1e9));
if (!(minutes > 0) || !Number.isInteger(seed)) {
  process.stderr.write('npm run fuzz -- --minutes 10 --seed 7\n');
  process.exit(2);
}
prepare({ dev: true, build: false, say: (line) => process.stdout.write(`${line}\n`) });
process.stdout.write(`fuzz: ${minutes} minutes, seed ${seed}\n`);
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'tests/fuzz'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, YIGONG_FUZZ_SECONDS: String(minutes * 60), YIGONG_FUZZ_SEED: String(seed) },
});
process.exit(status ?? 1);
