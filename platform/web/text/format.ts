import { useMemo } from 'react';
import { ageInYears, chinaDate } from '#platform/kernel/period.ts';
import { LANGUAGE_TAGS, useLanguage, type Language } from './language.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TIME_ZONE = 'Asia/Shanghai';

const SPANS = {
  zh: { now: '刚刚', short: '不到 1 分钟', minute: '分钟', hour: '小时', day: '天', ago: '前', ahead: '后' },
  en: { now: 'just now', short: 'under 1 min', minute: 'min', hour: 'h', day: 'd', ago: 'ago', ahead: 'in' },
} as const;

/** `90` minutes → `1 小时 30 分钟` / `1 h 30 min`; at most `unitsMax` units; days stand alone from 10. */
export function spanText(milliseconds: number, language: Language, unitsMax = 2): string {
  const words = SPANS[language];
  const total = Math.max(0, Math.floor(Math.abs(milliseconds) / MINUTE_MS));
  const [days, hours, minutes] = [Math.floor(total / 1_440), Math.floor((total % 1_440) / 60), total % 60];
  if (days >= 10) return `${days} ${words.day}`;
  const parts = [[days, words.day], [hours, words.hour], [minutes, words.minute]] as const;
  const used = parts.filter(([count]) => count > 0).slice(0, unitsMax);
  return used.length === 0 ? words.short : used.map(([count, word]) => `${count} ${word}`).join(' ');
}

/** `12 分钟前` / `12 min ago`; the largest unit only. */
export function agoText(instant: Date, now: Date, language: Language): string {
  const words = SPANS[language];
  const distance = now.getTime() - instant.getTime();
  const size = Math.abs(distance);
  if (size < MINUTE_MS) return words.now;
  const [count, word] = size < HOUR_MS ? [size / MINUTE_MS, words.minute] : size < DAY_MS ? [size / HOUR_MS, words.hour] : [size / DAY_MS, words.day];
  const amount = `${Math.floor(count)} ${word}`;
  if (language === 'zh') return `${amount}${distance > 0 ? words.ago : words.ahead}`;
  return distance > 0 ? `${amount} ${words.ago}` : `${words.ahead} ${amount}`;
}

/** Age as doctors say it: days to 28 days, months to 3 years, then years. `onDate` defaults to today in China. */
export function ageText(birthDate: string, language: Language, onDate = chinaDate(new Date())): string {
  const days = Math.round((Date.parse(onDate) - Date.parse(birthDate)) / DAY_MS);
  if (!Number.isFinite(days) || days < 0) return '—';
  if (days <= 28) return language === 'zh' ? `${days} 天` : `${days} d`;
  const years = ageInYears(birthDate, onDate);
  if (years >= 3) return language === 'zh' ? `${years} 岁` : `${years} y`;
  const months = wholeMonths(birthDate, onDate);
  return language === 'zh' ? `${months} 个月` : `${months} mo`;
}

function wholeMonths(from: string, until: string): number {
  const months = (Number(until.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(until.slice(5, 7)) - Number(from.slice(5, 7));
  return until.slice(8) < from.slice(8) ? months - 1 : months;
}

export interface Formatter {
  /** `2026-11-22 14:05`, China time. */
  readonly dateTime: (instant: string | Date) => string;
  /** `14:05`, China time. */
  readonly time: (instant: string | Date) => string;
  /** A calendar day as written, or the China day of an instant. */
  readonly date: (value: string | Date) => string;
  /** The month of a calendar day: `11 月`, `November`. */
  readonly monthName: (day: string) => string;
  readonly number: (value: number, digits?: number) => string;
  /** `0.123` → `12.3%`. */
  readonly percent: (share: number, digits?: number) => string;
  /** fen → `1,234.50`. */
  readonly money: (amountFen: number) => string;
  readonly span: (milliseconds: number) => string;
  /** Largest unit only. */
  readonly roughSpan: (milliseconds: number) => string;
  readonly ago: (instant: string | Date, now?: Date) => string;
  readonly age: (birthDate: string) => string;
}

export function formatterFor(language: Language): Formatter {
  const tag = LANGUAGE_TAGS[language];
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return {
    dateTime: (instant) => chinaParts(instant).replace('T', ' '),
    time: (instant) => chinaParts(instant).slice(11),
    date: (value) => (typeof value === 'string' && value.length <= 10 ? value : chinaParts(value).slice(0, 10)),
    monthName: (day) => (language === 'zh' ? `${Number(day.slice(5, 7))} 月` : new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 7)}-01T00:00:00Z`))),
    number,
    percent: (share, digits = 1) => `${number(share * 100, digits)}%`,
    money: (amountFen) => number(amountFen / 100, 2),
    span: (milliseconds) => spanText(milliseconds, language),
    roughSpan: (milliseconds) => spanText(milliseconds, language, 1),
    ago: (instant, now = new Date()) => agoText(new Date(instant), now, language),
    age: (birthDate) => ageText(birthDate, language),
  };
}

/** `YYYY-MM-DDTHH:mm` in China; `—` for what is no instant. */
function chinaParts(instant: string | Date): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '—';
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: TIME_ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).format(date);
  return parts.replace(' ', 'T');
}

/** Dates, numbers, spans and ages in the language of the page. */
export function useFormat(): Formatter {
  const language = useLanguage();
  return useMemo(() => formatterFor(language), [language]);
}
