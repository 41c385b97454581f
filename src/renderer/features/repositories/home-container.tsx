import { useMemo } from 'react';
import { isLive } from '../../../shared/domain/session-life';
import { useApp } from '../../lib/app-store';
import { HomeView } from './home-view';
import { chooseRepository, showRepository } from './open-repository';

/** How many repositories the start screen lists; the sidebar has all. */
const RECENT = 8;

export function Home() {
  const repositories = useApp((state) => state.repositories);
  const sessions = useApp((state) => state.sessions);
  const recent = useMemo(
    () =>
      [...repositories]
        .sort((a, b) => b.openedAt - a.openedAt)
        .slice(0, RECENT)
        .map((repository) => ({
          repository,
          sessions: sessions.filter((session) => session.repositoryId === repository.id && isLive(session))
            .length,
        })),
    [repositories, sessions],
  );
  return <HomeView repositories={recent} onChoose={() => void chooseRepository()} onShow={showRepository} />;
}
