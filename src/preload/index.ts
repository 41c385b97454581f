import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../shared/ipc/bridge';

// A sandboxed preload cannot load modules at run time; these must equal src/shared/ipc/bridge.ts, which a test checks.
const callChannel = 'coppice:call';
const portChannel = 'coppice:port';
const portMessage = 'coppice:events';

const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke(callChannel, method, input),
  pathOf: (file) => webUtils.getPathForFile(file),
  platform: process.platform as Bridge['platform'],
};

contextBridge.exposeInMainWorld('coppice', bridge);

// Ports cannot cross the context bridge; the page receives it as a message of its own window.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portMessage, '*', [...event.ports]);
});
