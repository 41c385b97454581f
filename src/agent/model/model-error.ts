import { APICallError, LoadAPIKeyError, RetryError } from 'ai';
import type { ModelSettings } from '../agent-config';
import { errorCode, errorText } from '../agent-error';
import { EndpointSilentError } from './timed-fetch';

/** An endpoint's failure in words for the user. */
export interface ModelFailure {
  /** What happened and what to check, as complete sentences. */
  message: string;
  kind:
    | 'auth'
    | 'not_found'
    | 'rate_limit'
    | 'bad_request'
    | 'server'
    | 'unreachable'
    | 'dropped'
    | 'timeout';
  status?: number;
  /** Whether the same request may succeed a little later. */
  isRetryable: boolean;
  /** How long the endpoint asked to wait, in milliseconds. */
  retryAfterMs?: number;
}

const MAX_DETAIL_CHARS = 300;
const MAX_RETRY_AFTER_MS = 60_000;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const SILENT = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);
const WHERE = 'in Settings, under Model';

/** Explains any error a request to the endpoint ended with. */
export function describeModelError(error: unknown, settings: ModelSettings): ModelFailure {
  const failure = classify(RetryError.isInstance(error) ? error.lastError : error, settings);
  const { apiKey } = settings;
  // Some endpoints repeat the key they were given.
  if (apiKey && apiKey.length >= 4) failure.message = failure.message.replaceAll(apiKey, '•••');
  return failure;
}

function classify(error: unknown, settings: ModelSettings): ModelFailure {
  const { baseUrl } = settings;
  for (const cause of causes(error)) {
    if (cause instanceof EndpointSilentError || SILENT.has(errorCode(cause) ?? '')) {
      const message = `${baseUrl} did not answer in time. Check that the model is loaded there, then try again.`;
      return { kind: 'timeout', isRetryable: false, message };
    }
    if (UNREACHABLE.has(errorCode(cause) ?? '')) {
      const message = `Nothing answers at ${baseUrl}. Start the model's server, or check the base URL ${WHERE}.`;
      return { kind: 'unreachable', isRetryable: false, message };
    }
  }
  // A connection that breaks before the first event is reported as a failure to process a 200.
  if (APICallError.isInstance(error) && (error.statusCode ?? 0) >= 400)
    return classifyStatus(error, settings);
  if (LoadAPIKeyError.isInstance(error)) {
    return { kind: 'auth', isRetryable: false, message: `The endpoint needs an API key. Set it ${WHERE}.` };
  }
  const isDropped = APICallError.isInstance(error) || error instanceof TypeError;
  const message = isDropped
    ? `The connection to ${baseUrl} broke off. What it sent is kept; say "continue" to go on.`
    : `The model's answer could not be used: ${shorten(errorText(error))}. Check the model ${WHERE}.`;
  return { kind: isDropped ? 'dropped' : 'server', isRetryable: isDropped, message };
}

function classifyStatus(error: APICallError, { baseUrl, name }: ModelSettings): ModelFailure {
  const status = error.statusCode ?? 0;
  const detail = toDetail(error);
  if (status === 401 || status === 403) {
    const message = `${baseUrl} refused the API key (${status}).${detail} Check the key ${WHERE}.`;
    return { kind: 'auth', status, isRetryable: false, message };
  }
  if (status === 404) {
    const message = `${baseUrl} does not know the model "${name}" (404).${detail} Check the model's name and the base URL ${WHERE}.`;
    return { kind: 'not_found', status, isRetryable: false, message };
  }
  if (status === 429) {
    const message = `${baseUrl} takes no more requests for now (429).${detail} Wait a little, or check your quota there.`;
    return { kind: 'rate_limit', status, isRetryable: true, message, ...retryAfter(error) };
  }
  if (status >= 500 || status === 408 || status === 409) {
    const message = `${baseUrl} has a problem of its own (${status}).${detail} Try again in a while.`;
    return { kind: 'server', status, isRetryable: true, message, ...retryAfter(error) };
  }
  const message = `${baseUrl} did not accept the request (${status}).${detail} Check the model ${WHERE}; it has to support tools.`;
  return { kind: 'bad_request', status, isRetryable: false, message };
}

function retryAfter(error: APICallError): { retryAfterMs?: number } {
  const headers = error.responseHeaders ?? {};
  const inMs = Number(headers['retry-after-ms'] ?? Number.NaN);
  const inSeconds = Number(headers['retry-after'] ?? Number.NaN);
  const ms = Number.isFinite(inMs) ? inMs : inSeconds * 1000;
  return Number.isFinite(ms) && ms >= 0 ? { retryAfterMs: Math.min(ms, MAX_RETRY_AFTER_MS) } : {};
}

/** The endpoint's own words, as ` It says: …`. */
function toDetail(error: APICallError): string {
  const text = shorten(bodyMessage(error.responseBody) ?? error.message);
  return text === '' ? '' : ` It says: ${text.replace(/[.\s]+$/, '')}.`;
}

function bodyMessage(body: string | undefined): string | undefined {
  if (!body) return undefined;
  try {
    const parsed = JSON.parse(body) as { error?: { message?: unknown } | string; message?: unknown };
    const inner = typeof parsed.error === 'object' ? parsed.error?.message : parsed.error;
    const message = inner ?? parsed.message;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return body.trimStart().startsWith('<') ? undefined : body;
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_DETAIL_CHARS ? `${line.slice(0, MAX_DETAIL_CHARS)}…` : line;
}

function* causes(error: unknown): Generator<unknown> {
  let current = error;
  for (let depth = 0; current && depth < 5; depth++) {
    yield current;
    // Connecting to a host with several addresses fails with one error per address.
    if (current instanceof AggregateError) yield* current.errors;
    current = (current as { cause?: unknown }).cause;
  }
}
