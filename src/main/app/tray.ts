import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { PoolHealth } from '../../shared/domain/agent';
import type { SessionId } from '../../shared/domain/ids';
import { type Session, type SessionStatus, worstStatus } from '../../shared/domain/session';
import { isLive } from '../../shared/domain/session-life';

type Kind = SessionStatus['kind'];

const groups: { kind: Kind; label: string }[] = [
  { kind: 'needs-you', label: 'Needs you' },
  { kind: 'failed', label: 'Failed' },
  { kind: 'interrupted', label: 'Interrupted' },
  { kind: 'working', label: 'Working' },
  { kind: 'preparing', label: 'Preparing' },
  { kind: 'idle', label: 'Idle' },
];

/** How many sessions of one status the menu lists before it says how many more there are. */
const LISTED = 8;

const icons: Record<Kind, string> = {
  idle: 'tray-idle',
  preparing: 'tray-working',
  working: 'tray-working',
  interrupted: 'tray-failed',
  'needs-you': 'tray-needs-you',
  failed: 'tray-failed',
};

export interface StatusTrayDeps {
  iconPath(name: string): string;
  openSession(sessionId: SessionId): void;
  isWindowVisible(): boolean;
  showWindow(): void;
  hideWindow(): void;
  quit(): void;
}

/** The tray icon: the status that most needs the user, and a menu of the live sessions. */
export class StatusTray {
  readonly #deps: StatusTrayDeps;
  readonly #tray: Tray;
  #shown = '';

  constructor(deps: StatusTrayDeps) {
    this.#deps = deps;
    this.#tray = new Tray(nativeImage.createFromPath(deps.iconPath('tray-idle')));
    this.#tray.on('click', () => deps.showWindow());
    this.update([], { size: 0, byStatus: {} as PoolHealth['byStatus'] });
  }

  /** Redraws icon, tooltip and menu; does nothing when what they say is unchanged. */
  update(sessions: readonly Session[], pool: PoolHealth): void {
    const live = sessions.filter(isLive);
    const visible = this.#deps.isWindowVisible();
    const key = JSON.stringify([
      live.map(({ id, title, status }) => [id, title, status.kind]),
      pool.size,
      visible,
    ]);
    if (key === this.#shown) return;
    this.#shown = key;
    const kind = worstStatus(live);
    this.#tray.setImage(nativeImage.createFromPath(this.#deps.iconPath(icons[kind])));
    this.#tray.setToolTip(tooltip(live, pool));
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#menu(live, pool, visible)));
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #menu(sessions: readonly Session[], pool: PoolHealth, visible: boolean): MenuItemConstructorOptions[] {
    const items: MenuItemConstructorOptions[] = [{ label: tooltip(sessions, pool), enabled: false }];
    for (const { kind, label } of groups) {
      const members = sessions.filter((session) => session.status.kind === kind);
      if (members.length === 0) continue;
      items.push({ type: 'separator' }, { label, enabled: false });
      for (const session of members.slice(0, LISTED)) {
        items.push({ label: escapeLabel(session.title), click: () => this.#deps.openSession(session.id) });
      }
      if (members.length > LISTED) {
        items.push({ label: `and ${members.length - LISTED} more`, enabled: false });
      }
    }
    items.push(
      { type: 'separator' },
      visible
        ? { label: 'Hide Coppice', click: () => this.#deps.hideWindow() }
        : { label: 'Show Coppice', click: () => this.#deps.showWindow() },
      { label: 'Quit Coppice', click: () => this.#deps.quit() },
    );
    return items;
  }
}

function tooltip(sessions: readonly Session[], pool: PoolHealth): string {
  const needing = sessions.filter(({ status }) => status.kind === 'needs-you').length;
  const working = sessions.filter(({ status }) => status.kind === 'working').length;
  const parts = [
    needing > 0 ? `${needing} ${needing === 1 ? 'needs' : 'need'} you` : '',
    working > 0 ? `${working} working` : '',
    `${pool.size} ${pool.size === 1 ? 'agent' : 'agents'} alive`,
  ];
  return `Coppice: ${parts.filter(Boolean).join(', ')}`;
}

/** A single ampersand marks a mnemonic in native menus. */
function escapeLabel(title: string): string {
  return title.replaceAll('&', '&&').slice(0, 80);
}
