import { ChevronDown, MessageSquare, Send } from 'lucide-react';
import type { Sending } from '../../../../../shared/domain/comment';
import type { AgentId } from '../../../../../shared/domain/ids';
import { commentsStrings as strings } from '../../../../strings/comments';
import { Button } from '../../../../ui/button';
import { IconButton } from '../../../../ui/icon-button';
import { Menu } from '../../../../ui/menu';
import { Popover } from '../../../../ui/popover';
import type { AuthorNames } from '../author-marks';
import { CommentList, type CommentListProps } from './comment-list';
import styles from './comments-bar.module.css';

export interface CommentsBarProps extends CommentListProps {
  names: AuthorNames;
  listed: boolean;
  onListed(listed: boolean): void;
  /** Who gets which open comments. */
  sendings: readonly Sending[];
  /** Agents all of them can be sent to instead. */
  agents: readonly AgentId[];
  onSend(sendings: readonly Sending[]): void;
}

/** How many comments there are, a list of them, and what sends the open ones back; nothing while there are none. */
export function CommentsBar(props: CommentsBarProps) {
  const { comments, sendings, agents, names, listed, onListed, onSend } = props;
  const open = comments.filter(({ state }) => state === 'open');
  const sent = comments.filter(({ state }) => state === 'sent');
  const unfinished = props.drafts.filter(({ saving }) => !saving).length;
  if (open.length + sent.length + unfinished === 0 && !listed) return null;
  return (
    <section aria-label={strings.title} className={styles.bar}>
      <Popover
        side="top"
        title={strings.listTitle(open.length)}
        open={listed}
        onOpenChange={onListed}
        trigger={
          <Button
            size="sm"
            variant="ghost"
            icon={<MessageSquare aria-hidden size={14} />}
            title={strings.list}
          >
            {strings.bar(open.length, sent.length, unfinished)}
          </Button>
        }
      >
        <CommentList {...props} />
      </Popover>
      {open.length > 0 && (
        <span className={styles.send}>
          <Button
            size="sm"
            variant="primary"
            icon={<Send aria-hidden size={13} />}
            onClick={() => onSend(sendings)}
          >
            <span className={styles.sendText}>{sendText(sendings, names)}</span>
          </Button>
          <Menu
            side="top"
            align="end"
            trigger={<IconButton size="sm" label={strings.sendOther} icon={<ChevronDown size={14} />} />}
            items={agents.map((to) => ({
              kind: 'item',
              id: to,
              label: strings.sendAllTo(names.agent(to)),
              onSelect: () => onSend([{ to, comments: open }]),
            }))}
          />
        </span>
      )}
    </section>
  );
}

function sendText(sendings: readonly Sending[], names: AuthorNames): string {
  const [first] = sendings;
  return first && sendings.length === 1
    ? strings.send(names.agent(first.to))
    : strings.sendToMany(sendings.length);
}
