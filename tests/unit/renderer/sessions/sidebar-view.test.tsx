import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it, vi } from 'vitest';
import { SidebarView } from '../../../../src/renderer/features/sessions/sidebar-view';
import { repositoryId } from '../../../../src/shared/domain/ids';

const id = repositoryId.parse('r1');
const repository = { id, path: '/r', name: 'sample', trusted: true, openedAt: 0, available: true };
const nothing = () => {};

beforeAll(() => void vi.stubGlobal('window', { coppice: { platform: 'linux' } }));

const sidebar = (archived: number) =>
  renderToStaticMarkup(
    <SidebarView
      groups={[{ repository, sessions: [] }]}
      catalog={[]}
      collapsed={new Set()}
      route={{ kind: 'home' }}
      now={0}
      archived={new Map([[id, archived]])}
      menuOf={() => []}
      onOpenSession={nothing}
      onArchive={nothing}
      onNewSession={nothing}
      onFold={nothing}
      onReveal={nothing}
      onShowPutAway={nothing}
      onForget={nothing}
    />,
  );

it('a repository whose sessions are all archived says so, and not that there were none', () => {
  expect(sidebar(2)).toContain('2 archived, none open. Show…');
  expect(sidebar(2)).not.toContain('No sessions yet');
  expect(sidebar(0)).toContain('No sessions yet');
});
