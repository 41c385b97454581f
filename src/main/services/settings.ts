import { isDeepStrictEqual } from 'node:util';
import {
  type Settings,
  type SettingsPatch,
  type SettingsView,
  settings as schema,
} from '../../shared/domain/settings';
import type { Store } from '../store/store';
import type { Log } from './log';

/** Where the model's API key is kept; never in the store. */
export interface SecretKeeper {
  exists(): boolean;
  read(): Promise<string | undefined>;
  write(secret: string): Promise<void>;
}

export interface SettingsServiceDeps {
  table: Store['settings'];
  modelKey: SecretKeeper;
  onChange(settings: SettingsView): void;
  /** Called when the built-in agent's model, or the key for it, is another one. */
  onModelChange(): void;
  log: Log;
}

/** The user's settings. One that cannot be read falls back to its default and is reported in the log. */
export class SettingsService {
  readonly #deps: SettingsServiceDeps;

  constructor(deps: SettingsServiceDeps) {
    this.#deps = deps;
  }

  get(): Settings {
    const stored = this.#deps.table.all();
    const parsed = schema.safeParse(stored);
    if (parsed.success) return parsed.data;
    const broken = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
    this.#deps.log.warn('settings not understood, using defaults', { settings: [...broken] });
    return schema.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !broken.has(key))));
  }

  view(): SettingsView {
    return { ...this.get(), hasModelKey: this.#deps.modelKey.exists() };
  }

  update(changes: SettingsPatch): SettingsView {
    const { model } = this.get();
    for (const [key, value] of Object.entries(changes)) {
      if (value !== undefined) this.#deps.table.set(key, value);
    }
    if (!isDeepStrictEqual(model, this.get().model)) this.#deps.onModelChange();
    return this.#changed();
  }

  /** Keeps the API key; an empty one removes it. Throws AppError `settings.no-keychain`. */
  async setModelKey(key: string): Promise<SettingsView> {
    await this.#deps.modelKey.write(key);
    this.#deps.onModelChange();
    return this.#changed();
  }

  /** What the built-in agent's process is told of the model, as environment variables. */
  async modelEnvironment(): Promise<Record<string, string>> {
    const { provider, baseUrl, name } = this.get().model;
    if (provider === 'none') return {};
    const key = await this.#deps.modelKey.read();
    return {
      COPPICE_MODEL_PROVIDER: provider,
      COPPICE_MODEL_BASE_URL: baseUrl,
      COPPICE_MODEL_NAME: name,
      ...(key && { COPPICE_MODEL_API_KEY: key }),
    };
  }

  #changed(): SettingsView {
    const view = this.view();
    this.#deps.onChange(view);
    return view;
  }
}
