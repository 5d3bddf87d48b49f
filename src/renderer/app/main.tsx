import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from '../link/index.ts';
import { followTheme } from '../page/theme.ts';
import { App } from './App.tsx';

followTheme();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root element.');
const link = await connect();
createRoot(root).render(
  <StrictMode>
    <App link={link} />
  </StrictMode>,
);
