import { defineMessages } from '../text/messages.ts';

export const boardMessages = defineMessages({
  keys: ['方向键移动焦点 · Enter 打开 · m 移到… · Ctrl+←→ 移到相邻列', 'Arrows move the focus · Enter opens · m moves to … · Ctrl+←→ neighbour column'],
  move: ['移动“{title}”', 'Move "{title}"'],
  moveTo: ['移到“{column}”', 'Move to "{column}"'],
  moved: ['“{title}”正在移到“{column}”', '"{title}" is moving to "{column}"'],
  refused: ['不能移到“{column}”：{reason}', 'Cannot move to "{column}": {reason}'],
  emptyColumn: ['暂无', 'None'],
  notHere: ['不能移到这里', 'Not possible here'],
  dropHere: ['放在这里', 'Drop here'],
  shownOf: ['显示 {shown} / {total}', '{shown} of {total} shown'],
});
