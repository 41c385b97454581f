import { listOf } from '../fakes/model-formats/script';
import { ModelServer, type Piece, type Script } from '../fakes/model-server';
import type { RealAgent } from './real-agent';

/**
 * A model that does what the last `SCENARIO:<name> <argument>` of the conversation says. Agents also ask it for titles
 * and the like, without tools or without a scenario; those get a word.
 */
export async function startScriptedModel(agent: RealAgent): Promise<ModelServer> {
  const server = await ModelServer.start();
  return server.otherwise(scriptFor(agent));
}

// Some agents join the prompts of turns that had no answer.
const SCENARIO = /SCENARIO:(ask|write|shell|hang|recall) ?([^\n<"]*?)(?=SCENARIO:|[\n<"]|$)/g;

function scriptFor(agent: RealAgent): Script {
  return ({ body, conversation }) => {
    const tools = toolNames(body.tools);
    const told = conversation.flatMap(({ by, text }) => (by === 'user' ? [...text.matchAll(SCENARIO)] : []));
    const [whole = '', name = '', argument = ''] = told.at(-1) ?? [];
    if (whole === '' || tools.length === 0) return { pieces: [{ text: 'Title' }] };
    // Agents repeat prompts in later messages: the first one is where the turn began.
    const at = conversation.findIndex(({ text }) => text.includes(whole));
    const results = conversation.slice(at + 1).filter(({ by }) => by === 'tool');
    if (results.length > 0)
      return { pieces: [{ text: `The tool said: ${results.at(-1)?.text.slice(0, 200)}` }] };
    return { pieces: act(agent, name, argument, tools, conversation.map(({ text }) => text).join('\n')) };
  };
}

function act(agent: RealAgent, name: string, argument: string, tools: string[], all: string): Piece[] {
  switch (name) {
    case 'ask':
      return [{ text: 'An ' }, { text: 'answer.' }];
    case 'write':
      return [{ text: 'Writing. ' }, agent.write(argument, 'written by the model\n')];
    case 'shell':
      return [{ text: 'Running. ' }, agent.shell(argument, tools)];
    case 'hang':
      return [{ text: 'Beginning ' }, { text: 'and never ending' }, { hang: true }];
    case 'recall':
      return [{ text: all.includes('SCENARIO:ask') ? 'I remember.' : 'Who are you?' }];
    default:
      return [{ text: `no scenario ${name}` }];
  }
}

/** Every maker lists tools in another way; all of them have a `name` somewhere. */
function toolNames(tools: unknown): string[] {
  return listOf(tools).flatMap((tool) => {
    const own = (tool.name ?? (tool.function as { name?: unknown } | undefined)?.name) as string | undefined;
    const declared = listOf(tool.functionDeclarations).map(({ name }) => String(name));
    return [...(own ? [own] : []), ...declared];
  });
}
