const WIDTH = 28;
const TERMINAL_MS = 120;
const PLAIN_MS = 5_000;

/** A bar on a terminal, a line every few seconds elsewhere, nothing with `silent`. */
export interface Progress {
  update(done: number, note?: string): void;
  end(): void;
}

export function startProgress({ total, silent, title }: { total: number; silent: boolean; title: string }): Progress {
  const terminal = process.stderr.isTTY;
  let shownAt = 0;
  let last = '';
  const show = (text: string): void => {
    last = text;
    const now = Date.now();
    if (silent || now - shownAt < (terminal ? TERMINAL_MS : PLAIN_MS)) return;
    shownAt = now;
    process.stderr.write(terminal ? `\r\u001b[2K${text}` : `${text}\n`);
  };
  return {
    update: (done, note = '') => {
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const filled = Math.round(share * WIDTH);
      show(`${title} [${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${String(Math.floor(share * 100)).padStart(3)}% ${note}`);
    },
    end: () => {
      if (!silent && last !== '') process.stderr.write(terminal ? `\r\u001b[2K${last}\n` : `${last}\n`);
    },
  };
}
