import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it, vi } from 'vitest';
import { NewSessionView } from '../../../../src/renderer/features/sessions/new-session-view';
import type { CatalogAgent } from '../../../../src/shared/domain/agent';
import { agentId, repositoryId } from '../../../../src/shared/domain/ids';

beforeAll(() => void vi.stubGlobal('window', { coppice: { platform: 'linux' } }));

const availability = { kind: 'ready', path: '/a' } as const;
const catalog: CatalogAgent[] = [
  { id: agentId.parse('builtin'), name: 'Built-in agent', source: 'builtin', availability },
  { id: agentId.parse('claude'), name: 'Claude', source: 'known', availability },
];
const id = repositoryId.parse('r1');
const repository = { id, path: '/r', name: 'sample', trusted: true, openedAt: 0, available: true };

/** What the empty field says. */
function hint(agent: string, hasModel: boolean): string {
  const html = renderToStaticMarkup(
    <NewSessionView
      {...{ repository, catalog, hasModel }}
      branches={[]}
      defaultAgent={agentId.parse(agent)}
      busy={false}
      onCreate={() => {}}
    />,
  );
  return /placeholder="([^"]*)"/.exec(html)?.[1] ?? '';
}

it('who has no model yet reads which words the built-in agent understands', () => {
  expect(hint('builtin', false)).toContain('plain commands, such as: replace');
  expect(hint('builtin', true)).toBe('What should be done?');
  expect(hint('claude', false)).toBe('What should be done?');
});
