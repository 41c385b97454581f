import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { safeStorage } from 'electron';
import { AppError } from '../../shared/errors';

/** A secret kept in a file that only the user's own keychain can decrypt. */
export class Secret {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  exists(): boolean {
    return existsSync(this.#file);
  }

  /** The secret, or undefined when there is none. Throws `settings.no-keychain` when it cannot be decrypted here. */
  async read(): Promise<string | undefined> {
    if (!this.exists()) return undefined;
    const sealed = await readFile(this.#file);
    try {
      return safeStorage.decryptString(sealed);
    } catch (error) {
      throw new AppError(
        'settings.no-keychain',
        'The saved API key cannot be decrypted on this machine.',
        'Enter the key again in Settings > Model.',
        String(error),
      );
    }
  }

  /** Stores the secret; an empty one removes it. Throws `settings.no-keychain` rather than write it in the clear. */
  async write(secret: string): Promise<void> {
    if (secret === '') {
      await rm(this.#file, { force: true });
      return;
    }
    if (!safeStorage.isEncryptionAvailable()) {
      throw new AppError(
        'settings.no-keychain',
        'This system offers no keychain to keep the API key in.',
        'Install or unlock one (GNOME Keyring or KWallet on Linux), or put the key into the env of a custom agent in agents.json.',
      );
    }
    await writeFile(this.#file, safeStorage.encryptString(secret), { mode: 0o600 });
  }
}
