import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { projectRoot } from '#platform/database/project-root.ts';

export const commands: CommandGroup = {
  name: 'start',
  summary: '启动服务（同 npm start）· start the server in this terminal',
  register: (command, act) => {
    command
      .option('--port <number>', '端口（默认 8080，0 为任意空闲端口）· port, 0 takes any free one')
      .option('--empty', '不装载演示医共体 · without the demonstration consortium')
      .action(act(startServer));
  },
};

async function startServer(cli: { dataFolder: string }, options: { port?: string; empty?: boolean }): Promise<void> {
  const program = join(projectRoot(), 'dist', 'server.mjs');
  if (!existsSync(program)) {
    throw new CliFailure('needs-mending', { zh: '尚未构建，请运行 npm start。', en: 'Not built yet; run npm start.' });
  }
  process.env['YIGONG_DATA_DIR'] = cli.dataFolder;
  if (options.port !== undefined) process.env['PORT'] = options.port;
  if (options.empty) process.env['YIGONG_DEMO'] = '0';
  await import(pathToFileURL(program).href);
}
