/** Where a repository is hosted, as far as its address tells. */
export interface Forge {
  kind: 'github' | 'gitlab' | 'bitbucket' | 'gitea' | 'azure' | 'unknown';
  host: string;
  /** The repository's path on that host, without `.git`. */
  path: string;
}

/** Reads a remote's address, in any of git's forms; undefined for a folder or something else without a web page. */
export function readForge(address: string): Forge | undefined {
  const url = toUrl(address.trim());
  if (!url) return undefined;
  const ssh = url.protocol.startsWith('ssh') || url.protocol.startsWith('git');
  // A port of ssh says nothing about where the web pages are.
  const host = (ssh ? url.hostname.replace(/^(ssh|altssh)\./, '') : url.host).toLowerCase();
  const path = decode(url.pathname)
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  if (!host || !path.includes('/')) return undefined;
  const kind = kindOf(host);
  return { kind, host, path: kind === 'azure' ? azurePath(path) : path };
}

/** The page that opens a pull or merge request for a branch. Always https. */
export function compareUrl({ kind, host, path }: Forge, target: string, branch: string): string {
  const site = `https://${host}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const [from, into] = [encodeURIComponent(branch), encodeURIComponent(target)];
  switch (kind) {
    case 'gitlab':
      return `${site}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${from}&merge_request%5Btarget_branch%5D=${into}`;
    case 'bitbucket':
      return `${site}/pull-requests/new?source=${from}&dest=${into}`;
    case 'azure':
      return `${site}/pullrequestcreate?sourceRef=${from}&targetRef=${into}`;
    case 'github':
      return `${site}/compare/${inPath(target)}...${inPath(branch)}?expand=1`;
    case 'gitea':
    case 'unknown':
      return `${site}/compare/${inPath(target)}...${inPath(branch)}`;
  }
}

function inPath(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/');
}

/** `user@host:path` is ssh to git; anything with a scheme is a URL; the rest is a folder. */
function toUrl(address: string): URL | undefined {
  const scp = /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)(.+)$/.exec(address);
  const text = scp ? `ssh://${scp[1]}/${scp[2]?.replace(/^\/+/, '')}` : address;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^(https?|ssh|git|git\+ssh|ssh\+git):$/.test(url.protocol) ? url : undefined;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function kindOf(host: string): Forge['kind'] {
  if (/(^|\.)dev\.azure\.com$|\.visualstudio\.com$/.test(host)) return 'azure';
  if (/github/.test(host)) return 'github';
  if (/gitlab/.test(host)) return 'gitlab';
  if (/bitbucket/.test(host)) return 'bitbucket';
  return /gitea|forgejo|codeberg/.test(host) ? 'gitea' : 'unknown';
}

/** ssh has `v3/organisation/project/repository` where the pages have `organisation/project/_git/repository`. */
function azurePath(path: string): string {
  const [version, organisation, project, repository] = path.split('/');
  return version === 'v3' && repository ? `${organisation}/${project}/_git/${repository}` : path;
}
