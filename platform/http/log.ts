/** One line of JSON per entry. Fields are codes, ids of requests, counts and times: never names, numbers or addresses of people. */
export type Log = (event: string, fields?: Readonly<Record<string, string | number | boolean | null>>) => void;

export const logToStderr: Log = (event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
};
