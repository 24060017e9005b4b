import { Button } from 'antd';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Figure } from '../contract/words.ts';
import { wordOfInput } from './input-words.ts';
import { figureWords, messages } from './messages.ts';
import { grouped } from './money.tsx';

export const wordOfFigure = (name: string) => (Object.hasOwn(figureWords, name) ? figureWords[name as keyof typeof figureWords] : { zh: name, en: name });

/** A number that opens to where it comes from. */
export function FigureButton({ figure, about }: { figure: Figure | undefined; about: string }) {
  const say = useText();
  const workspace = useWorkspace();
  if (!figure) return <span>—</span>;
  const name = say(wordOfFigure(figure.name));
  const title = `${about} · ${name}`;
  return (
    <Button
      type="link" size="small" className="yg-number payment-figure" aria-label={`${grouped(figure.value)} ${say(messages.openFigure, { name })}`}
      onClick={() => workspace.open({ key: `figure:${about}:${figure.name}`, title, content: <FigureSource figure={figure} about={about} /> })}
    >
      {grouped(figure.value)}
    </Button>
  );
}

function FigureSource({ figure, about }: { figure: Figure; about: string }) {
  const say = useText();
  return (
    <div className="yg-stack">
      <Facts
        items={[
          { label: say(messages.institution), value: about },
          { label: say(wordOfFigure(figure.name)), value: <strong className="yg-number">{grouped(figure.value)}</strong> },
          { label: say(messages.formula), value: `${say(figure.formulaTitle)}：${say(figure.formulaText)}`, wide: true },
          { label: say(messages.version), value: figure.packVersion },
        ]}
      />
      <Panel level={3} title={say(messages.inputs)}>
        <Facts columns={1} items={Object.entries(figure.inputs).map(([name, value]) => ({ label: say(wordOfInput(name)), value: <span className="yg-number">{grouped(value)}</span> }))} />
      </Panel>
    </div>
  );
}

/** Figures of one thing, each opening to its source. */
export function FigureList({ figures, about }: { figures: readonly Figure[]; about: string }) {
  const say = useText();
  return <Facts columns={3} items={figures.map((figure) => ({ label: say(wordOfFigure(figure.name)), value: <FigureButton figure={figure} about={about} /> }))} />;
}
