import { randomUUID } from 'node:crypto';
import type { PermissionOption, PermissionOptionKind } from '../../../../shared/domain/agent-event';
import { requestId } from '../../../../shared/domain/ids';
import type { PermissionOutcome, PermissionRequest } from '../../agent-backend';
import { compact, type Json, listOf, oneOf, recordOf, stringOf } from './json';
import { TOOL_KINDS } from './map-tool';
import type { ReadOnlyGuard } from './read-only-guard';
import type { SessionEvents } from './session-events';

const KINDS: readonly PermissionOptionKind[] = ['allow_once', 'allow_always', 'reject_once', 'reject_always'];
const CANCELLED: PermissionOutcome = { outcome: 'cancelled' };

export interface PermissionsDeps {
  ask(request: PermissionRequest, signal: AbortSignal): Promise<PermissionOutcome>;
  events: SessionEvents;
  guard: ReadOnlyGuard;
}

/** The permission requests of one agent that wait for an answer; there may be several. */
export class PendingPermissions {
  readonly #deps: PermissionsDeps;
  readonly #waiting = new Set<AbortController>();
  #refusing = false;

  constructor(deps: PermissionsDeps) {
    this.#deps = deps;
  }

  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Answers `session/request_permission`. `withdrawn` aborts when the agent takes the question back. */
  async answer(params: unknown, withdrawn: AbortSignal): Promise<{ outcome: PermissionOutcome }> {
    const raw = recordOf(params);
    this.#deps.events.sayPermissionTool(raw.toolCall);
    if (this.#refusing || withdrawn.aborted) return { outcome: CANCELLED };
    const request = toRequest(raw);
    if (this.#deps.guard.refuses(oneOf(TOOL_KINDS, recordOf(raw.toolCall).kind))) {
      return { outcome: this.#refused(request) };
    }
    const control = new AbortController();
    const onWithdrawn = () => {
      this.#deps.events.say({
        kind: 'request_resolved',
        requestId: request.requestId,
        outcome: 'cancelled',
        by: 'agent',
      });
      control.abort();
    };
    this.#waiting.add(control);
    withdrawn.addEventListener('abort', onWithdrawn);
    try {
      return { outcome: await untilAborted(this.#deps.ask(request, control.signal), control.signal) };
    } finally {
      withdrawn.removeEventListener('abort', onWithdrawn);
      this.#waiting.delete(control);
    }
  }

  /** Answers for the user, who wants nothing changed in this turn, and says so. */
  #refused(request: PermissionRequest): PermissionOutcome {
    const { events } = this.#deps;
    const no = request.options.find(({ kind }) => kind === 'reject_once');
    const outcome: PermissionOutcome = no ? { outcome: 'selected', optionId: no.optionId } : CANCELLED;
    events.say({ kind: 'permission_request', ...request });
    events.say({
      kind: 'request_resolved',
      requestId: request.requestId,
      by: 'policy',
      ...outcome,
    });
    return outcome;
  }

  /** Answers everything `cancelled`, and what still comes until `allow()`. */
  refuse(): void {
    this.#refusing = true;
    for (const control of this.#waiting) control.abort();
  }

  /** Lets questions reach the user again. */
  allow(): void {
    this.#refusing = false;
  }
}

/** The protocol wants an answer at once, so it does not wait for whoever was asked to notice. */
async function untilAborted(
  asked: Promise<PermissionOutcome>,
  signal: AbortSignal,
): Promise<PermissionOutcome> {
  if (signal.aborted) return CANCELLED;
  let onAbort = () => {};
  const aborted = new Promise<PermissionOutcome>((resolve) => {
    onAbort = () => resolve(CANCELLED);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([asked, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function toRequest(raw: Json): PermissionRequest {
  const toolCall = recordOf(raw.toolCall);
  return compact({
    requestId: requestId.parse(randomUUID()),
    toolCallId: stringOf(toolCall.toolCallId),
    title: stringOf(toolCall.title) || stringOf(toolCall.name) || 'The agent asks for permission',
    detail: detailOf(toolCall),
    options: listOf(raw.options).flatMap(toOption),
  });
}

function toOption(value: unknown): PermissionOption[] {
  const raw = recordOf(value);
  const optionId = stringOf(raw.optionId);
  if (optionId === undefined) return [];
  // An answer of an unknown kind must not be mistaken for consent.
  const kind = oneOf(KINDS, raw.kind) ?? 'reject_once';
  return [{ optionId, name: stringOf(raw.name) ?? optionId, kind }];
}

/** What exactly is asked about: the command, or the file. */
function detailOf(toolCall: Json): string | undefined {
  const input = recordOf(toolCall.rawInput);
  const command = Array.isArray(input.command)
    ? input.command.map(String).join(' ')
    : stringOf(input.command);
  const place = [input.file_path, input.filePath, input.filepath, input.path, input.url].find(
    (value) => typeof value === 'string',
  );
  const location = recordOf(listOf(toolCall.locations)[0]).path;
  const diff = listOf(toolCall.content)
    .map(recordOf)
    .find(({ type }) => type === 'diff')?.path;
  return command ?? stringOf(place) ?? stringOf(location) ?? stringOf(diff);
}
