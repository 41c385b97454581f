import { Columns2, Ellipsis, RefreshCw, Rows2, UserCheck, X } from 'lucide-react';
import type { ComponentProps, ReactNode, Ref } from 'react';
import type { Author } from '../../../../shared/domain/change';
import { changesStrings as strings } from '../../../strings/changes';
import { Button } from '../../../ui/button';
import { ChangeCounts } from '../../../ui/change-counts';
import { IconButton } from '../../../ui/icon-button';
import { Menu, type MenuEntry } from '../../../ui/menu';
import { Segmented } from '../../../ui/segmented';
import { Spinner } from '../../../ui/spinner';
import { TextField } from '../../../ui/text-field';
import type { Decision } from '../changes-slice';
import type { DiffLayout } from '../model/diff-rows';
import type { AuthorKey } from '../model/list-changes';
import { AuthorFilter } from './author-filter';
import { type AuthorNames, authorText } from './author-marks';
import styles from './changes-header.module.css';
import { DecisionsPopover } from './decisions-popover';

export interface ChangesHeaderProps {
  all: number;
  shown: { files: number; insertions: number; deletions: number };
  query: string;
  onQuery(query: string): void;
  filterInput: Ref<HTMLInputElement>;
  authorCounts: readonly { key: AuthorKey; files: number }[];
  authors: ReadonlySet<AuthorKey>;
  /** Turns that changed something, by id. */
  turns: readonly string[];
  onToggleAuthor(key: AuthorKey): void;
  names: AuthorNames;
  diffLayout: DiffLayout;
  onDiffLayout(layout: DiffLayout): void;
  menu: readonly MenuEntry[];
  refreshing: boolean;
  onRefresh(): void;
  /** The decision on everything shown that is under way. */
  busy: Decision | null;
  /** Whose shares of the files shown are decided on with all of them; undefined for all that is in them. */
  shares: readonly (Author | undefined)[];
  onDecideAll(decision: Decision): void;
  /** Decisions on everything of one author. */
  byAuthor: readonly MenuEntry[];
  decisions: Pick<ComponentProps<typeof DecisionsPopover>, 'load' | 'undo'>;
  /** What opens the timeline. */
  timeline: ReactNode;
}

/** Totals and what can be done with all of them, then how to look at them. */
export function ChangesHeader(props: ChangesHeaderProps) {
  const { all, shown, names } = props;
  const filtered = shown.files !== all;
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <h2 className={styles.title}>
          {all === 0 ? strings.title : filtered ? strings.filesShown(shown.files, all) : strings.files(all)}
        </h2>
        {shown.files > 0 && <ChangeCounts insertions={shown.insertions} deletions={shown.deletions} />}
        <span className={styles.spring} />
        {shown.files > 0 && (
          <>
            <DecideAll {...props} decision="reject" />
            <DecideAll {...props} decision="accept" />
          </>
        )}
        {all === 0 && (
          <>
            {props.timeline}
            <DecisionsPopover {...props.decisions} names={names} />
            <Refresh {...props} />
          </>
        )}
      </div>
      {all > 0 && <Tools {...props} />}
      <AuthorFilter
        counts={props.authorCounts}
        chosen={props.authors}
        names={names}
        onToggle={props.onToggleAuthor}
      />
    </header>
  );
}

/** Decides on all that is shown; with a filter by author where others changed the same files, on the lines of those alone. */
function DecideAll({ decision, ...props }: ChangesHeaderProps & { decision: Decision }) {
  const { busy, names } = props;
  const authors = props.shares.flatMap((author) => author ?? []);
  const who = authors.map((author) => authorText(author, names)).join(', ');
  return (
    <Button
      size="sm"
      variant={decision === 'accept' ? 'primary' : 'ghost'}
      busy={busy === decision}
      disabled={busy !== null && busy !== decision}
      title={who && strings.allOf[decision](who)}
      onClick={() => props.onDecideAll(decision)}
    >
      {decideAllLabel(decision, props)}
    </Button>
  );
}

/** What deciding on all that is shown is called. */
export function decideAllLabel(
  decision: Decision,
  { all, shown, shares }: Pick<ChangesHeaderProps, 'all' | 'shown' | 'shares'>,
): string {
  const texts = strings.decideAll[decision];
  if (shares.some((author) => author)) return texts.lines;
  return shown.files === all ? texts.all : texts.shown(shown.files);
}

/** How to look at the changes; nothing to look at needs none of it. */
function Tools(props: ChangesHeaderProps) {
  return (
    <div className={styles.line}>
      <FilterField {...props} />
      <Segmented<DiffLayout>
        label={strings.layout}
        value={props.diffLayout}
        options={[
          { value: 'unified', label: strings.unified, icon: <Rows2 size={14} /> },
          { value: 'split', label: strings.split, icon: <Columns2 size={14} /> },
        ]}
        onChange={props.onDiffLayout}
        iconsOnly
      />
      {props.byAuthor.length > 0 && (
        <Menu
          align="end"
          trigger={<IconButton size="sm" label={strings.byAuthor} icon={<UserCheck size={14} />} />}
          items={props.byAuthor}
        />
      )}
      {props.timeline}
      <DecisionsPopover {...props.decisions} names={props.names} />
      <Refresh {...props} />
      <Menu
        align="end"
        trigger={<IconButton size="sm" label={strings.more} icon={<Ellipsis size={15} />} />}
        items={props.menu}
      />
    </div>
  );
}

function Refresh({ refreshing, onRefresh }: ChangesHeaderProps) {
  return (
    <IconButton
      size="sm"
      label={refreshing ? strings.refreshing : strings.refresh}
      icon={refreshing ? <Spinner /> : <RefreshCw size={14} />}
      onClick={onRefresh}
    />
  );
}

function FilterField({ query, onQuery, filterInput }: ChangesHeaderProps) {
  return (
    <div className={styles.filter}>
      <TextField
        ref={filterInput}
        label={strings.filterLabel}
        hideLabel
        placeholder={strings.filterLabel}
        value={query}
        onChange={onQuery}
        className={styles.field}
      />
      {query !== '' && (
        <button
          type="button"
          aria-label={strings.clearFilter}
          className={styles.clear}
          onClick={() => onQuery('')}
        >
          <X aria-hidden size={12} />
        </button>
      )}
    </div>
  );
}
