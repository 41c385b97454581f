import { Clock3 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { SessionId, TurnId } from '../../../shared/domain/ids';
import { type Action, useActionSource } from '../../lib/actions';
import { useSession } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { notify, reportError } from '../../lib/toasts';
import { appStrings } from '../../strings/app';
import { timelineStrings as strings } from '../../strings/timeline';
import { Dialog } from '../../ui/dialog';
import { IconButton } from '../../ui/icon-button';
import { changesStore } from './changes-slice';
import { TimelineModel } from './timeline-model';
import type { AuthorNames } from './views/author-marks';
import { RewindPreviewView } from './views/timeline/rewind-preview';
import { TimelineView } from './views/timeline/timeline-view';

interface TimelineProps {
  sessionId: SessionId;
  names: AuthorNames;
  /** Takes a decision back. */
  undo(ordinal: number): void;
  /** Filters the panel by a turn. */
  onShowTurn(turn: TurnId): void;
}

/** What was done in the session, and the way back to any moment of it; also offered to the palette. */
export function Timeline(props: TimelineProps) {
  const { sessionId } = props;
  const [open, setOpen] = useState(false);
  const ready = useSession(sessionId)?.worktree !== undefined;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'changes.timeline',
        label: strings.open,
        group: appStrings.groups.session,
        keywords: 'rewind history turns take back checkpoint undo restore',
        enabled: ready,
        run: () => setOpen(true),
      },
    ],
    [ready],
  );
  useActionSource(actions);
  return (
    <>
      <IconButton
        size="sm"
        label={strings.open}
        icon={<Clock3 size={14} />}
        disabled={!ready}
        onClick={() => setOpen(true)}
      />
      {open && <OpenTimeline {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function OpenTimeline({ sessionId, names, undo, onShowTurn, onClose }: TimelineProps & { onClose(): void }) {
  const base = useSession(sessionId)?.worktree?.baseCommit ?? '';
  const model = useMemo(
    () => new TimelineModel({ sessionId, call, notify, reportError, undo }),
    [sessionId, undo],
  );
  const state = model.use();
  useEffect(() => void model.load(), [model]);
  function rewound(): void {
    changesStore(sessionId).setState({ hasDecided: true, canUndo: true });
    onClose();
  }
  return (
    <Dialog open onOpenChange={onClose} title={strings.title} description={strings.intro} size="lg">
      {state.rewinding ? (
        <RewindPreviewView
          rewinding={state.rewinding}
          names={names}
          onTake={(file, whole) => model.take(file, whole)}
          onBack={() => model.leave()}
          onConfirm={() => void model.apply().then((done) => done && rewound())}
        />
      ) : (
        <TimelineView
          {...state}
          base={base}
          names={names}
          onChoose={(entry) => void model.choose(entry)}
          onRewind={(entry, target) => void model.look(entry, target)}
          onShowTurn={(turn) => {
            onShowTurn(turn);
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
