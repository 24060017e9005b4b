import type { Say } from '#platform/web/text/messages.ts';
import type { Result } from './image/measure.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

const fixed = (value: number, decimals = 1): string => value.toFixed(decimals);

/** Lines of one measurement, with units; lengths without spacing are pixels and say so. */
export function resultLines(result: Result, say: Say): string[] {
  const { isMillimetres, length, angle, area, values } = result;
  const unit = isMillimetres ? 'mm' : say(messages.pixels);
  const lines: string[] = [];
  if (length !== undefined) lines.push(`${fixed(length)} ${unit}`);
  if (angle !== undefined) lines.push(`${fixed(angle)}°`);
  if (area !== undefined) lines.push(`${say(messages.area)} ${fixed(area)} ${isMillimetres ? 'mm²' : say(messages.pixels)}`);
  if (values === undefined) return lines;
  const valueUnit = values.unit ?? say(messages.stored);
  if (area === undefined) lines.push(`${fixed(values.mean, Number.isInteger(values.mean) ? 0 : 1)} ${valueUnit}`);
  else lines.push(`${say(messages.mean)} ${fixed(values.mean)} ${valueUnit}`, `${say(messages.deviation)} ${fixed(values.deviation)}`, `${fixed(values.low, 0)} … ${fixed(values.high, 0)}`);
  return lines;
}
