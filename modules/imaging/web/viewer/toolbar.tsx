import { Button, Select, Tooltip } from 'antd';
import {
  AimOutlined, BgColorsOutlined, BorderOutlined, ColumnHeightOutlined, DragOutlined, LineOutlined, LinkOutlined, PauseOutlined, PlayCircleOutlined, QuestionCircleOutlined, RadiusSettingOutlined, RedoOutlined,
  RotateRightOutlined, SwapOutlined, VerticalAlignMiddleOutlined, ZoomInOutlined, AppstoreOutlined, BorderVerticleOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Text } from '#platform/kernel/problem.ts';
import { useText } from '#platform/web/text/messages.ts';
import { nameOf } from './pane-overlay.tsx';
import { PRESETS, takesPresets } from './image/windowing.ts';
import { ACTS, LAYOUTS, shownKey, TOOLS, type ActKey, type LayoutKey, type ToolKey } from './tools.ts';
import { act, choosePreset, type ActsOf } from './use-keys.ts';
import { StateChoice } from './presentation/state-choice.tsx';
import { viewerMessages as messages } from './viewer-messages.ts';

const TOOL_ICONS: Readonly<Record<ToolKey, ReactNode>> = {
  scroll: <ColumnHeightOutlined />, window: <BgColorsOutlined />, pan: <DragOutlined />, zoom: <ZoomInOutlined />, length: <LineOutlined />, angle: <span aria-hidden>∠</span>, rectangle: <BorderOutlined />,
  ellipse: <RadiusSettingOutlined />, probe: <AimOutlined />,
};
const ACT_ICONS: Partial<Record<ActKey, ReactNode>> = {
  invert: <BgColorsOutlined rotate={180} />, turn: <RotateRightOutlined />, flipX: <SwapOutlined />, flipY: <VerticalAlignMiddleOutlined />, reset: <RedoOutlined />, cine: <PlayCircleOutlined />, linked: <LinkOutlined />,
  help: <QuestionCircleOutlined />,
};
const LAYOUT_ICONS: Readonly<Record<LayoutKey, ReactNode>> = { '1x1': <BorderOutlined />, '1x2': <BorderVerticleOutlined />, '2x2': <AppstoreOutlined /> };
const SPEEDS = [4, 8, 12, 16, 24, 30];

/** A tool a button, each with its key. */
export function Toolbar(of: ActsOf) {
  const say = useText();
  const { stage, change } = of.viewer;
  return (
    <div className="imaging-toolbar yg-print-hidden" role="toolbar" aria-label={say(messages.tools)}>
      <div className="imaging-tools">
        {TOOLS.map((tool) => <Tap key={tool.key} title={tool.title} press={tool.press} icon={TOOL_ICONS[tool.key]} isOn={stage.tool === tool.key} onTap={() => change({ do: 'set', stage: { tool: tool.key } })} />)}
      </div>
      <div className="imaging-tools">
        {(['invert', 'turn', 'flipX', 'flipY', 'reset'] as const).map((key) => <ActTap key={key} of={of} act={key} isOn={key === 'invert' ? stage.panes[stage.active]!.isInverted : undefined} />)}
      </div>
      <WindowChoice {...of} />
      <div className="imaging-tools">
        {LAYOUTS.map(({ key, title, press }) => <Tap key={key} title={title} press={press} icon={LAYOUT_ICONS[key]} isOn={stage.layout === key} onTap={() => change({ do: 'set', stage: { layout: key } })} />)}
        <ActTap of={of} act="linked" isOn={stage.isLinked} />
      </div>
      <PriorChoice {...of} />
      <StateChoice viewer={of.viewer} />
      <div className="imaging-tools">
        <Tap title={stage.isPlaying ? messages.stopCine : messages.cine} press=" " icon={stage.isPlaying ? <PauseOutlined /> : <PlayCircleOutlined />} isOn={stage.isPlaying} onTap={() => act('cine', of)} />
        <Select
          size="small" aria-label={say(messages.speed)} value={stage.framesPerSecond} className="imaging-speed" options={SPEEDS.map((value) => ({ value, label: `${value}/s` }))}
          onChange={(framesPerSecond) => change({ do: 'set', stage: { framesPerSecond } })}
        />
        <ActTap of={of} act="help" />
      </div>
    </div>
  );
}

function ActTap({ of, act: key, isOn }: { of: ActsOf; act: ActKey; isOn?: boolean | undefined }) {
  const { title, press } = ACTS.find((each) => each.key === key)!;
  return <Tap title={title} press={press} icon={ACT_ICONS[key]} isOn={isOn} onTap={() => act(key, of)} />;
}

function Tap({ title, press, icon, isOn, onTap }: { title: Text; press: string; icon: ReactNode; isOn?: boolean | undefined; onTap: () => void }) {
  const say = useText();
  return (
    <Tooltip title={<>{say(title)} <kbd className="imaging-key">{shownKey(press)}</kbd></>} mouseEnterDelay={0.4}>
      <Button size="small" type="text" className={isOn ? 'imaging-tap imaging-tap-on' : 'imaging-tap'} icon={icon} aria-label={say(title)} aria-pressed={isOn} aria-keyshortcuts={shownKey(press)} onClick={onTap} />
    </Tooltip>
  );
}

const SAME = (one: { centre: number; width: number } | undefined, other: { centre: number; width: number }): boolean => one?.centre === other.centre && one.width === other.width;

function WindowChoice(of: ActsOf) {
  const say = useText();
  const { viewer } = of;
  const { active, panes } = viewer.stage;
  const slice = viewer.answers[active]?.slices?.[viewer.indexOf(active)];
  const chosen = PRESETS.findIndex((each) => SAME(panes[active]!.window, each.window));
  const options = [{ value: -1, label: `${say(messages.ownWindow)} · 0` }, ...PRESETS.map(({ title }, value) => ({ value, label: `${say(title)} · ${value + 1}`, disabled: !slice || !takesPresets(slice) }))];
  return (
    <Select
      size="small" aria-label={say(messages.windowPreset)} className="imaging-choice" options={options} placeholder={say(messages.windowPreset)} value={panes[active]!.window === undefined ? -1 : chosen >= 0 ? chosen : null}
      onChange={(value) => (value === null || value < 0 ? act('ownWindow', of) : choosePreset(viewer, value))}
    />
  );
}

function PriorChoice({ viewer }: ActsOf) {
  const say = useText();
  const { detail, priorUid, choosePrior } = viewer;
  const options = detail.others.map((each) => ({ value: each.studyUid, label: [each.studyDate, each.modalities.join(' '), each.description, each.patientName.ideographic === detail.study.patientName.ideographic ? '' : nameOf(each)].filter(Boolean).join(' ') }));
  return (
    <Select
      size="small" aria-label={say(messages.prior)} className="imaging-choice imaging-choice-wide" options={options} value={priorUid ?? null} allowClear disabled={options.length === 0}
      placeholder={say(options.length === 0 ? messages.noPrior : messages.prior)} onChange={(value) => choosePrior(value ?? undefined)}
    />
  );
}
