import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { Session } from '../../../shared/domain/session';
import type { SessionRepair, SessionTrouble } from '../../../shared/domain/session-trouble';
import { call } from '../../lib/bridge';
import { reporting } from '../../lib/toasts';
import { describeTrouble, troublesStrings as strings } from '../../strings/troubles';
import { Button } from '../../ui/button';
import styles from './trouble-banner.module.css';

interface Way {
  label: string;
  /** Runs until the repair is done; throws what it was refused with. */
  go(session: Session): Promise<void>;
}

/** Says what is wrong with the session's worktree, with the ways out; nothing while nothing is. */
export function TroubleBanner({ session }: { session: Session }) {
  const [busy, setBusy] = useState<string | null>(null);
  const { trouble } = session;
  if (!trouble) return null;
  const { title, hint } = describeTrouble(trouble);
  async function take(way: Way): Promise<void> {
    setBusy(way.label);
    await reporting(() => way.go(session));
    setBusy(null);
  }
  return (
    <section aria-label={strings.banner} className={styles.banner}>
      <TriangleAlert aria-hidden size={15} className={styles.icon} />
      <div role="status" className={styles.text} data-selectable>
        <p className={styles.title}>{title}</p>
        <p className={styles.hint}>{hint}</p>
      </div>
      <div className={styles.actions}>
        {waysOut(trouble).map((way) => (
          <Button
            key={way.label}
            size="sm"
            busy={busy === way.label}
            disabled={busy !== null && busy !== way.label}
            onClick={() => void take(way)}
          >
            {way.label}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** The best one first. */
function waysOut(trouble: SessionTrouble): Way[] {
  const lookAgain = repairing(strings.lookAgain, { kind: 'look-again' });
  switch (trouble.kind) {
    case 'repository-missing':
      return [{ label: strings.find, go: findRepository }, lookAgain];
    case 'worktree-missing':
      return [
        repairing(strings.recreate, { kind: 'recreate' }),
        { label: strings.find, go: findWorktree },
        lookAgain,
      ];
    case 'worktree-moved':
      return [repairing(strings.useThere, { kind: 'use-folder', path: trouble.to })];
    case 'worktree-unlinked':
      return [repairing(strings.relink, { kind: 'relink' })];
    case 'worktree-replaced':
      return [repairing(strings.recreate, { kind: 'recreate' }), lookAgain];
    case 'branch-missing':
      return [repairing(strings.bringBack, { kind: 'bring-back-branch' })];
    case 'branch-elsewhere':
      return [
        ...(trouble.current ? [repairing(strings.switchBack, { kind: 'switch-back' })] : []),
        lookAgain,
      ];
    case 'index-locked':
      return [repairing(strings.removeLock, { kind: 'remove-lock' }), lookAgain];
  }
}

function repairing(label: string, repair: SessionRepair): Way {
  return { label, go: ({ id: sessionId }) => call('session.repair', { sessionId, repair }) };
}

async function findRepository({ repositoryId }: Session): Promise<void> {
  const chosen = await call('repository.choose', { moved: 'repository' });
  if (chosen) await call('repository.relocate', { repositoryId, path: chosen.path });
}

async function findWorktree({ id: sessionId }: Session): Promise<void> {
  const chosen = await call('repository.choose', { moved: 'worktree' });
  if (chosen) await call('session.repair', { sessionId, repair: { kind: 'use-folder', path: chosen.path } });
}
