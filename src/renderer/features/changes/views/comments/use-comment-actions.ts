import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActionSource } from '../../../../lib/actions';
import { commentsStrings as strings } from '../../../../strings/comments';
import type { ChangesViewProps } from '../changes-view-props';
import type { PanelKeys } from '../use-panel-keys';

/** Offers what can be done with comments in the command palette, as the keys of the panel do it. */
export function useCommentActions({ changes, comments }: ChangesViewProps, keys: PanelKeys): void {
  const latest = useRef({ keys, comments });
  useEffect(() => {
    latest.current = { keys, comments };
  });
  const canComment = changes.length > 0;
  const canSend = comments.sendings.length > 0;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'comments.add',
        label: strings.actions.comment,
        group: strings.group,
        keywords: 'review remark',
        enabled: canComment,
        run: () => latest.current.keys.comment(),
      },
      {
        id: 'comments.send',
        label: strings.actions.send,
        group: strings.group,
        keywords: 'review back feedback',
        enabled: canSend,
        run: () => latest.current.keys.sendComments(),
      },
      {
        id: 'comments.list',
        label: strings.actions.list,
        group: strings.group,
        run: () => latest.current.comments.onListed(true),
      },
    ],
    [canComment, canSend],
  );
  useActionSource(actions);
}
