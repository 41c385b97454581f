import { dirname } from 'node:path';
import { app, dialog, Notification } from 'electron';
import { type AppError, toErrorInfo } from '../../shared/errors';
import type { DamageChoice, DamageOffer } from '../store/recover';

/** Tells the user why Coppice cannot start with its data, and ends it. The data is left as it is. */
export function explainStoreFailure(error: unknown): void {
  const { message, hint, detail } = toErrorInfo(error);
  const text = [hint, detail].filter(Boolean).join('\n\n');
  process.stderr.write(`Coppice: ${message}\n${text}\n`);
  dialog.showErrorBox(message, text);
  app.exit(1);
}

/**
 * Asks what to do about a damaged database; nothing was changed yet. COPPICE_ON_DAMAGED=restore|empty|quit answers
 * where nobody can be asked.
 */
export function chooseOnDamage(file: string): (offer: DamageOffer) => DamageChoice {
  return ({ error, backup }) => {
    const folder = dirname(file);
    process.stderr.write(`Coppice: ${error.message}\n${error.hint}\n${error.detail}\n`);
    const given = process.env.COPPICE_ON_DAMAGED;
    if (given === 'restore' || given === 'empty' || given === 'quit') return given;
    const choices: [DamageChoice, string][] = [
      ...(backup
        ? [['restore', `Restore the backup of ${backup.day}`] satisfies [DamageChoice, string]]
        : []),
      ['empty', 'Start empty'],
      ['quit', 'Quit'],
    ];
    const quit = choices.length - 1;
    const chosen = dialog.showMessageBoxSync({
      type: 'error',
      message: error.message,
      detail: [
        backup
          ? `A backup of ${backup.day} is good. What happened after it is not in it.`
          : 'There is no good backup of it.',
        'The damaged database is kept beside it as coppice.db.damaged, your repositories and worktrees are not touched.',
        `Everything is in ${folder}.`,
        error.detail,
      ].join('\n\n'),
      buttons: choices.map(([, label]) => label),
      defaultId: backup ? 0 : quit,
      cancelId: quit,
      noLink: true,
    });
    return choices[chosen]?.[0] ?? 'quit';
  };
}

/** Tells of a problem with the data that does not stop Coppice. */
export function tellStoreProblem({ message, hint = '' }: AppError): void {
  process.stderr.write(`Coppice: ${message}\n${hint}\n`);
  if (Notification.isSupported()) new Notification({ title: message, body: hint }).show();
}
