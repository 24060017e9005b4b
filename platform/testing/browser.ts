import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A headless Chromium: YIGONG_TEST_BROWSER, else the system's, else the one inside the npm package
 * @sparticuz/chromium (unpacked once into the temporary folder). The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findSystemBrowser() ?? (await unpackBrowser());
  // Tests load only our own pages; the sandbox needs rights that containers do not have.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--lang=zh-CN'];
  return chromium.launch({ executablePath, args, headless: true, env: { ...process.env, ...libraries(executablePath) } });
}

function findSystemBrowser(): string | undefined {
  const named = process.env['YIGONG_TEST_BROWSER'];
  if (named !== undefined && named !== '') return named;
  return SYSTEM_BROWSERS.find((path) => existsSync(path));
}

async function unpackBrowser(): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** The package also ships the NSS libraries, for machines that lack them. */
function libraries(executablePath: string): Record<string, string> {
  const { stderr } = spawnSync(executablePath, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  if (!/error while loading shared libraries/.test(stderr)) return {};
  const folder = join(tmpdir(), 'yigong-chromium-libraries');
  if (!existsSync(folder)) {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    const archive = join(dirname(entry), '..', '..', 'bin', 'al2023.tar.br');
    mkdirSync(folder, { recursive: true });
    spawnSync('tar', ['-x', '-C', folder], { input: brotliDecompressSync(readFileSync(archive)) });
  }
  return { LD_LIBRARY_PATH: join(folder, 'lib') };
}
