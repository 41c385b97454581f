import type { CatalogAgent } from '../../shared/domain/agent';
import type { ErrorInfo } from '../../shared/errors';
import { composerStrings as strings } from '../strings/composer';

/** Why an agent cannot be asked for anything and what to do about it; undefined as long as nothing speaks against it. */
export function missingAgent(agent: CatalogAgent | undefined): ErrorInfo | undefined {
  if (agent?.availability.kind !== 'missing') return undefined;
  return {
    code: 'agent.not-installed',
    message: strings.agentNotInstalled(agent.name, agent.availability),
    hint: strings.agentNotInstalledHint(agent.availability),
  };
}
