import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { applyRememberedTheme } from './app/theme';
import { connectToHost } from './lib/connect';
import './ui/tokens.css';
import './ui/reset.css';

applyRememberedTheme();
connectToHost();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
