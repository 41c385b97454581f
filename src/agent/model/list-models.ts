import { z } from 'zod';
import type { ModelSettings } from '../agent-config';
import { errorText } from '../agent-error';
import { authHeaders } from './endpoint';

/** A model an endpoint offers. */
export interface OfferedModel {
  id: string;
  /** Tokens it can hold, where the endpoint says so. */
  contextSize?: number;
}

const TIMEOUT_MS = 5000;
const MAX_MODELS = 200;

const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      context_length: z.number().optional(),
      max_model_len: z.number().optional(),
      max_context_length: z.number().optional(),
      max_input_tokens: z.number().optional(),
    }),
  ),
});

/** Asks the endpoint which models it has. Empty, with a line in the log, when it does not say. */
export async function listModels(settings: ModelSettings): Promise<OfferedModel[]> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${settings.baseUrl}/models`, { headers: authHeaders(settings), signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { data } = listSchema.parse(await response.json());
    return data.slice(0, MAX_MODELS).map((model) => {
      const contextSize =
        model.context_length ?? model.max_model_len ?? model.max_context_length ?? model.max_input_tokens;
      return { id: model.id, ...(contextSize ? { contextSize } : {}) };
    });
  } catch (error) {
    console.error(`The endpoint's models could not be listed: ${errorText(error)}`);
    return [];
  }
}
