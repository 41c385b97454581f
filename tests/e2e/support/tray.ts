import { expect } from '@playwright/test';
import { busCall, busPid } from './desktop';

const WATCHER = ['org.kde.StatusNotifierWatcher', '/StatusNotifierWatcher', 'org.kde.StatusNotifierWatcher'];
const MENU = ['/com/canonical/dbusmenu', 'com.canonical.dbusmenu'];
const ITEM = 'org.kde.StatusNotifierItem';

/** One row of a tray menu; separators have an empty label. */
export interface TrayMenuItem {
  id: number;
  label: string;
  enabled: boolean;
}

type Variant<T> = { data: T };
type Layout = [id: number, properties: Record<string, Variant<unknown>>, children: Variant<Layout>[]];

/** The tray icon of one process, as desktops read it over D-Bus. */
export class TrayIcon {
  readonly #bus: string;
  readonly #path: string;

  private constructor(address: string) {
    const slash = address.indexOf('/');
    this.#bus = address.slice(0, slash);
    this.#path = address.slice(slash);
  }

  /** The icon that process `pid` shows, once it shows one. */
  static async of(pid: number): Promise<TrayIcon> {
    let icon: TrayIcon | undefined;
    await expect(async () => {
      icon = await TrayIcon.find(pid);
      expect(icon, 'a tray icon').toBeDefined();
    }).toPass();
    return icon as TrayIcon;
  }

  /** The icon that process `pid` shows, if it shows one. */
  static async find(pid: number): Promise<TrayIcon | undefined> {
    const addresses = (await busCall(
      'get-property',
      ...WATCHER,
      'RegisteredStatusNotifierItems',
    )) as string[];
    for (const address of addresses) {
      const icon = new TrayIcon(address);
      if ((await busPid(icon.#bus)) === pid) return icon;
    }
    return undefined;
  }

  async tooltip(): Promise<string> {
    const [, , title, text] = await this.#property('ToolTip');
    return [title, text].filter(Boolean).join('\n');
  }

  /** The picture's bytes, as one string to compare. */
  async picture(): Promise<string> {
    return JSON.stringify(await this.#property('IconPixmap'));
  }

  async menu(): Promise<TrayMenuItem[]> {
    const call = ['call', this.#bus, ...MENU, 'GetLayout', 'iias', '--', '0', '-1', '0'];
    const [, [, , children]] = (await busCall(...call)) as [number, Layout];
    return children.map(({ data: [id, properties] }) => ({
      id,
      label: withoutMnemonics(String(properties.label?.data ?? '')),
      enabled: properties.enabled?.data !== false,
    }));
  }

  /** Labels of the menu with the separators left out. */
  async labels(): Promise<string[]> {
    return (await this.menu()).map(({ label }) => label).filter(Boolean);
  }

  /** Clicks the enabled menu item of this label, as a desktop does. */
  async choose(label: string): Promise<void> {
    const item = (await this.menu()).find((one) => one.label === label && one.enabled);
    if (!item) throw new Error(`The tray menu has no item “${label}” to click`);
    const event = ['isvu', '--', String(item.id), 'clicked', 'i', '0', '0'];
    // Whoever chose Quit has nobody left to answer.
    await busCall('--expect-reply=no', 'call', this.#bus, ...MENU, 'Event', ...event);
  }

  /** Clicks the icon itself. */
  async activate(): Promise<void> {
    await busCall('call', this.#bus, this.#path, ITEM, 'Activate', 'ii', '0', '0');
  }

  async #property(name: string): Promise<unknown[]> {
    return (await busCall('get-property', this.#bus, this.#path, ITEM, name)) as unknown[];
  }
}

/** In these menus one underscore marks the next letter as a mnemonic, and two are one to be read. */
function withoutMnemonics(label: string): string {
  return label.replace(/_(_?)/g, '$1');
}
