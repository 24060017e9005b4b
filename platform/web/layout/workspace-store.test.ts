import { describe, expect, it } from 'vitest';
import { emptyWorkspace, workspaceAfter, type WorkspaceStep } from './workspace-store.ts';

const item = (key: string) => ({ key, title: key, content: null });
const after = (...steps: WorkspaceStep[]) => {
  const state = steps.reduce(workspaceAfter, emptyWorkspace);
  return [state.items.map((each) => each.key), state.front];
};

describe('the workspace beside the page', () => {
  it('keeps several open and shows the last', () => {
    expect(after({ do: 'open', item: item('a') }, { do: 'open', item: item('b') })).toEqual([['a', 'b'], 'b']);
  });
  it('opening again brings to the front and loses nothing', () => {
    expect(after({ do: 'open', item: item('a') }, { do: 'open', item: item('b') }, { do: 'open', item: item('a') })).toEqual([['a', 'b'], 'a']);
  });
  it('minimising keeps all', () => expect(after({ do: 'open', item: item('a') }, { do: 'minimise' })).toEqual([['a'], null]));
  it('closing the front shows the one before', () => {
    expect(after({ do: 'open', item: item('a') }, { do: 'open', item: item('b') }, { do: 'close', key: 'b' })).toEqual([['a'], 'a']);
  });
  it('closing one behind leaves the front', () => {
    expect(after({ do: 'open', item: item('a') }, { do: 'open', item: item('b') }, { do: 'close', key: 'a' })).toEqual([['b'], 'b']);
  });
  it('what is not open cannot be shown', () => expect(after({ do: 'show', key: 'x' })).toEqual([[], null]));
});
