import { app, type Session, shell, type WebContents } from 'electron';
import { AppError } from '../../shared/errors';

const OPENABLE = new Set(['https:', 'http:', 'mailto:']);

/** Opens a link in the user's browser or mail program. Throws `input.invalid` for any other scheme. */
export async function openExternal(url: string): Promise<void> {
  if (!URL.canParse(url) || !OPENABLE.has(new URL(url).protocol)) {
    throw new AppError('input.invalid', 'Coppice only opens web and mail links.');
  }
  await shell.openExternal(url);
}

/** Denies what no page of ours needs: permissions, downloads, web views, new windows, navigation. */
export function hardenApp(): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(permission === 'clipboard-sanitized-write'),
  );
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
  session.on('will-download', (event) => event.preventDefault());
}

function hardenContents(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
