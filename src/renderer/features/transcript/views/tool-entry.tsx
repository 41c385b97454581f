import {
  ArrowRightLeft,
  Brain,
  FilePen,
  FileText,
  Globe,
  type LucideIcon,
  MoveRight,
  Search,
  SquareTerminal,
  Trash2,
  Wrench,
} from 'lucide-react';
import { useMemo } from 'react';
import type { Tool, ToolKind } from '../../../../shared/domain/agent-event';
import { revealHidden } from '../../../markdown/reveal-hidden';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Badge } from '../../../ui/badge';
import { ChangeCounts } from '../../../ui/change-counts';
import { Spinner } from '../../../ui/spinner';
import { VisuallyHidden } from '../../../ui/visually-hidden';
import { compactDiff } from '../model/compact-diff';
import { hasDetails, lastOutputLine } from '../model/tool-text';
import { Disclosure } from './disclosure';
import styles from './rows.module.css';
import { ToolDetails } from './tool-details';

const icons: Record<ToolKind, LucideIcon> = {
  read: FileText,
  edit: FilePen,
  delete: Trash2,
  move: MoveRight,
  search: Search,
  execute: SquareTerminal,
  think: Brain,
  fetch: Globe,
  switch_mode: ArrowRightLeft,
  other: Wrench,
};

interface ToolEntryProps {
  tool: Tool;
  /** Whether it waits for the user's answer, or was rejected. */
  asked: 'open' | 'rejected' | undefined;
  /** The worktree's folder. */
  root: string | undefined;
  expanded: boolean;
  onToggle(): void;
}

/** One tool call: a line, and on demand what went in and came out. */
export function ToolEntry({ tool, asked, root, expanded, onToggle }: ToolEntryProps) {
  const Icon = icons[tool.toolKind];
  const counts = useMemo(() => countChanges(tool), [tool]);
  const preview = expanded || tool.toolKind !== 'execute' ? '' : lastOutputLine(tool);
  const summary = (
    <>
      <Icon aria-hidden size={14} className={styles.kind} />
      <VisuallyHidden>{strings.toolKinds[tool.toolKind]}: </VisuallyHidden>
      <span className={styles.toolTitle} title={tool.title}>
        {revealHidden(tool.title)}
      </span>
      {counts && <ChangeCounts {...counts} />}
      <ToolStatusMark tool={tool} asked={asked} />
    </>
  );
  return (
    <div data-status={tool.status} className={styles.tool}>
      <Disclosure expanded={expanded} onToggle={onToggle} summary={summary}>
        {hasDetails(tool) ? <ToolDetails tool={tool} root={root} /> : null}
      </Disclosure>
      {preview && <div className={styles.toolPreview}>{revealHidden(preview)}</div>}
    </div>
  );
}

/** Success is the rule and needs no mark of its own. */
function ToolStatusMark({ tool, asked }: Pick<ToolEntryProps, 'tool' | 'asked'>) {
  // What agents make of a rejection differs: some fail it, some leave it, some call it done.
  if (asked) return <span className={styles.quiet}>{strings.toolAsked[asked]}</span>;
  const label = strings.toolStatuses[tool.status];
  switch (tool.status) {
    case 'completed':
      return <VisuallyHidden>{label}</VisuallyHidden>;
    case 'in_progress':
      return (
        <>
          <Spinner size={12} />
          <VisuallyHidden>{label}</VisuallyHidden>
        </>
      );
    case 'failed':
      return <Badge tone="danger">{label}</Badge>;
    case 'pending':
    case 'cancelled':
      return <span className={styles.quiet}>{label}</span>;
  }
}

function countChanges(tool: Tool): { insertions: number; deletions: number } | undefined {
  const lines = tool.content.flatMap((content) =>
    content.type === 'diff' ? compactDiff(content.oldText, content.newText) : [],
  );
  if (lines.length === 0) return undefined;
  return {
    insertions: lines.filter((line) => line.sign === '+').length,
    deletions: lines.filter((line) => line.sign === '-').length,
  };
}
