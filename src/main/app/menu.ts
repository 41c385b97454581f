import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export interface AppMenuDeps {
  /** Runs a command of the window's own palette, by its id. */
  command(id: string): void;
  showLog(): void;
  quit(): void;
}

/** The native menu. What the window can do is done there; the menu only names it. */
export function installMenu(deps: AppMenuDeps): void {
  const item = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => deps.command(id),
    // The window handles its own shortcuts, so that they also work with no menu shown.
    ...(accelerator && { accelerator, registerAccelerator: false }),
  });
  const quit: MenuItemConstructorOptions = {
    label: `Quit ${app.name}`,
    accelerator: 'CmdOrCtrl+Q',
    click: () => deps.quit(),
  };
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [macMenu(item, quit)] : []),
    {
      label: '&File',
      submenu: [
        item('Open Repository…', 'repository.open', 'CmdOrCtrl+O'),
        item('New Session', 'session.new', 'CmdOrCtrl+N'),
        { type: 'separator' },
        ...(process.platform === 'darwin' ? [] : [item('Settings…', 'settings.open', 'CmdOrCtrl+,'), quit]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Command Palette…', 'palette.open', 'CmdOrCtrl+K'),
        { type: 'separator' },
        item('Toggle Sidebar', 'view.toggle-sidebar', 'CmdOrCtrl+B'),
        item('Toggle Changes', 'view.toggle-changes', 'CmdOrCtrl+J'),
        { type: 'separator' },
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keyboard Shortcuts', 'shortcuts.open', 'CmdOrCtrl+/'),
        { type: 'separator' },
        { label: 'Open Log', click: () => deps.showLog() },
        item('Copy Diagnostics', 'diagnostics.copy'),
        item('Processes…', 'processes.open'),
        { type: 'separator' },
        item('About Coppice', 'about.open'),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function macMenu(
  item: (label: string, id: string, accelerator?: string) => MenuItemConstructorOptions,
  quit: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      item(`About ${app.name}`, 'about.open'),
      { type: 'separator' },
      item('Settings…', 'settings.open', 'CmdOrCtrl+,'),
      { type: 'separator' },
      { role: 'services' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      quit,
    ],
  };
}
