import { useMemo } from 'react';
import type { ContentBlock } from '../../../shared/domain/content';
import type { SessionId } from '../../../shared/domain/ids';
import { agentName, useApp } from '../../lib/app-store';
import type { AuthorNames } from './views/author-marks';

/** What agents and turns of a session are called. */
export function useAuthorNames(sessionId: SessionId): AuthorNames {
  const catalog = useApp((state) => state.catalog);
  const turns = useApp((state) => (state.open?.id === sessionId ? state.open.turns : null));
  return useMemo(() => {
    const inOrder = [...(turns ?? [])].sort((a, b) => a.createdAt - b.createdAt);
    const ordinals = new Map<string, number>(inOrder.map(({ id }, index) => [id, index + 1]));
    const prompts = new Map<string, string>(inOrder.map(({ id, prompt }) => [id, firstLine(prompt)]));
    return {
      agent: (id) => agentName(catalog, id),
      turn: (id) => ordinals.get(id),
      prompt: (id) => prompts.get(id),
    };
  }, [catalog, turns]);
}

/** What a prompt begins with, for a place where there is no room for more. */
function firstLine(prompt: readonly ContentBlock[]): string {
  const text = prompt.find((block) => block.type === 'text')?.text.trim() ?? '';
  return text.slice(0, 200).split('\n')[0] ?? '';
}
