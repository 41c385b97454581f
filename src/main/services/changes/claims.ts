import { isAbsolute, relative, sep } from 'node:path';
import type { AgentEventBody, Tool } from '../../../shared/domain/agent-event';
import type { ToldEdit } from '../../../shared/domain/replay-edits';

/** Tools whose locations are files they write; those of any other kind may write anywhere. */
const writesLocations = new Set<Tool['toolKind']>(['edit', 'delete', 'move']);
const writesNothing = new Set<Tool['toolKind']>(['read', 'search', 'think', 'fetch', 'switch_mode']);

/** `named`: a tool call said so; `possible`: one was at work that can write anywhere. */
export type Covers = 'named' | 'possible' | 'no';

interface Claim {
  kind: Tool['toolKind'];
  paths: Set<string>;
  started: boolean;
  finished: boolean;
  /** What it said it did to files, once it is finished. */
  edits: (ToldEdit & { path: string })[];
}

/** Longer texts are not kept: their files are told apart by name alone. */
const MAX_TEXT = 1 << 20;

/**
 * What an agent can have written, by its own tool calls: files it named in an edit are its own, and
 * while a command runs anything may be. What it neither named nor could have written is not its work.
 */
export class Claims {
  readonly #tools = new Map<string, Claim>();
  readonly #worktree: string;
  #writes = 0;

  constructor(worktree: string) {
    this.#worktree = worktree;
  }

  /** Follows the agent's events; true when a tool call just ended that may have changed the worktree. */
  follow(body: AgentEventBody): boolean {
    if (body.kind === 'tool_call') return this.#tool(body.tool.toolCallId, body.tool);
    if (body.kind === 'tool_update') return this.#tool(body.toolCallId, body.patch);
    return false;
  }

  /** A file is about to be written on the agent's word; the answer is called when it is. */
  writing(path: string, newText: string): () => void {
    const name = this.#relative(path);
    const edits = newText.length > MAX_TEXT ? [] : [{ path: name, newText }];
    const claim: Claim = { kind: 'edit', paths: new Set([name]), started: true, finished: false, edits };
    this.#tools.set(`writing ${++this.#writes}`, claim);
    return () => {
      claim.finished = true;
    };
  }

  /** Whether the agent can have written this repository-relative path since the last `settle`. */
  covers(path: string): Covers {
    return [...this.#tools.values()].some((claim) => names(claim, path)) ? 'named' : this.coversUnnamed();
  }

  /** Whether it can have written files that none of its tool calls named. */
  coversUnnamed(): Exclude<Covers, 'named'> {
    return [...this.#tools.values()].some((claim) => mayWriteAnywhere(claim)) ? 'possible' : 'no';
  }

  /** What finished tool calls said they did to a file since the last `settle`, in the order they were begun. */
  editsOf(path: string): ToldEdit[] {
    const finished = [...this.#tools.values()].filter((claim) => claim.finished);
    return finished.flatMap(({ edits }) => edits.filter((edit) => edit.path === path));
  }

  /** True while a tool call is at work that may write, or one ended that no checkpoint was taken after. */
  get mayHaveWritten(): boolean {
    return [...this.#tools.values()].some(({ kind, started }) => started && !writesNothing.has(kind));
  }

  /** The tool calls that are over by now. */
  finished(): string[] {
    return [...this.#tools].filter(([, { finished }]) => finished).map(([id]) => id);
  }

  /** Forgets tool calls that were over before a checkpoint began: they can have written nothing since. */
  settle(ids: readonly string[]): void {
    for (const id of ids) this.#tools.delete(id);
  }

  #tool(id: string, patch: Partial<Tool>): boolean {
    const claim = this.#tools.get(id) ?? newClaim();
    this.#tools.set(id, claim);
    if (patch.toolKind) claim.kind = patch.toolKind;
    if (patch.content) claim.edits = this.#told(patch.content);
    for (const content of patch.content ?? []) {
      if (content.type === 'diff') claim.paths.add(this.#relative(content.path));
    }
    if (writesLocations.has(claim.kind)) {
      for (const { path } of patch.locations ?? []) claim.paths.add(this.#relative(path));
    }
    if (patch.status && patch.status !== 'pending') claim.started = true;
    const ends = !!patch.status && patch.status !== 'pending' && patch.status !== 'in_progress';
    if (ends) claim.finished = true;
    if (ends && patch.status !== 'completed') claim.edits = [];
    return ends && !writesNothing.has(claim.kind);
  }

  #told(content: Tool['content']): Claim['edits'] {
    return content.flatMap((part) => {
      if (part.type !== 'diff') return [];
      const { path, oldText, newText } = part;
      const isLong = Math.max(oldText?.length ?? 0, newText.length) > MAX_TEXT;
      return isLong ? [] : [{ path: this.#relative(path), oldText, newText }];
    });
  }

  #relative(path: string): string {
    const inside = isAbsolute(path) ? relative(this.#worktree, path) : path;
    return inside.split(sep).join('/');
  }
}

function newClaim(): Claim {
  return { kind: 'other', paths: new Set(), started: false, finished: false, edits: [] };
}

function names({ paths }: Claim, path: string): boolean {
  for (const claimed of paths) if (path === claimed || path.startsWith(`${claimed}/`)) return true;
  return false;
}

function mayWriteAnywhere({ kind, paths, started, finished }: Claim): boolean {
  if (!started || writesNothing.has(kind)) return false;
  // An edit that ended without naming any file may have been of this one.
  return !writesLocations.has(kind) || (finished && paths.size === 0);
}
