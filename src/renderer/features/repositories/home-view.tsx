import { FolderGit2, FolderOpen, FolderX } from 'lucide-react';
import type { Repository } from '../../../shared/domain/repository';
import { shortenPath } from '../../lib/format';
import { repositoriesStrings as strings } from '../../strings/repositories';
import { Button } from '../../ui/button';
import { CoppiceMark } from '../../ui/coppice-mark';
import { Kbd } from '../../ui/kbd';
import styles from './home-view.module.css';

export interface HomeViewProps {
  repositories: readonly { repository: Repository; sessions: number }[];
  onChoose(): void;
  onShow(repository: Repository): void;
}

/** What the window shows before anything is chosen. */
export function HomeView({ repositories, onChoose, onShow }: HomeViewProps) {
  return (
    <div className={styles.screen}>
      <div className={styles.column}>
        <div className={styles.well}>
          <span className={styles.mark}>
            <CoppiceMark size={56} />
          </span>
          <h1 className={styles.heading}>{strings.dropHere}</h1>
          <p className={styles.text}>{strings.intro}</p>
          <Button variant="primary" icon={<FolderOpen size={15} />} onClick={onChoose}>
            {strings.open}
            <Kbd shortcut="Mod+O" />
          </Button>
        </div>
        {repositories.length > 0 && (
          <section className={styles.recent} aria-labelledby="recent-heading">
            <h2 id="recent-heading" className={styles.label}>
              {strings.recent}
            </h2>
            <ul>
              {repositories.map(({ repository, sessions }) => (
                <li key={repository.id}>
                  <button
                    type="button"
                    className={styles.repository}
                    disabled={!repository.available}
                    onClick={() => onShow(repository)}
                  >
                    {repository.available ? (
                      <FolderGit2 aria-hidden size={16} />
                    ) : (
                      <FolderX aria-hidden size={16} />
                    )}
                    <span className={styles.name}>{repository.name}</span>
                    <span className={styles.path}>{shortenPath(repository.path, 44)}</span>
                    <span className={styles.count}>{strings.sessions(sessions)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
