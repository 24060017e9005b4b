import { chinaDayOf } from '#platform/kernel/period.ts';
import type { DeclineReason } from '../../contract/catalogue.ts';
import type { OfferedCard } from '../../contract/decisions.ts';

const SUMMARY_MAX = 140;
const REASON_SYSTEM = 'urn:yigong:recognition-decline-reason';

/** Nothing of a report may become a link or markup in the card. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');

/** CDS Hooks 2.0 cards: the suggestion takes the order away, the override reasons are the legal ones. */
export function hookCards(cards: readonly OfferedCard[], { reasons, publicUrl }: { reasons: readonly DeclineReason[]; publicUrl: string }): Record<string, unknown>[] {
  return cards.map(({ id, item, result, orderReference }) => ({
    uuid: id,
    summary: `可互认：${item.name}，${chinaDayOf(result.at)}，${result.organisationName}`.slice(0, SUMMARY_MAX - 1),
    detail: [`**${plain(result.title)}** ${chinaDayOf(result.at)} · ${plain(result.organisationName)}`, ...(result.value ? [plain(result.value)] : []), ...(result.conclusion ? [plain(result.conclusion)] : []), `有效期 ${item.windowDays} 天，由接诊医生决定是否互认。`].join('\n\n'),
    indicator: 'warning',
    source: { label: '医共体结果互认', ...(publicUrl === '' ? {} : { url: `${publicUrl}/recognition/catalogue` }), topic: { system: 'urn:yigong:cds-topic', code: 'mutual-recognition', display: '检查检验结果互认' } },
    selectionBehavior: 'at-most-one',
    suggestions: orderReference === null ? [] : [{ label: `互认已有结果，取消本次${item.name}`.slice(0, 80), uuid: id, isRecommended: true, actions: [{ type: 'delete', description: '取消重复的检查检验申请', resourceId: orderReference }] }],
    overrideReasons: reasons.map(({ code, zh }) => ({ system: REASON_SYSTEM, code, display: zh })),
    links: publicUrl === '' || result.picture === null ? [] : [{ label: '查看影像', url: `${publicUrl}${result.picture}`, type: 'absolute' }],
  }));
}

const PREFETCH = { patient: 'Patient/{{context.patientId}}' };
const DESCRIPTION = '开具检查检验时，查找医共体内可互认的已有结果。';

/** Discovery answer of CDS Hooks 2.0. */
export const HOOK_SERVICES = [
  { hook: 'order-select', id: 'recognition-order-select', title: '检查检验结果互认（选择时）', description: DESCRIPTION, prefetch: PREFETCH, usageRequirements: 'Patient index of this server, or prefetch of the patient with identifiers' },
  { hook: 'order-sign', id: 'recognition-order-sign', title: '检查检验结果互认（签署时）', description: DESCRIPTION, prefetch: PREFETCH, usageRequirements: 'Patient index of this server, or prefetch of the patient with identifiers' },
] as const;
